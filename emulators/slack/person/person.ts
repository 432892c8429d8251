import type { Delivery } from '../journal.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { type Click, click } from './click.ts';
import { closeView } from './close-view.ts';
import { command } from './command.ts';
import { openHome } from './open-home.ts';
import { say } from './say.ts';
import { submitView } from './submit-view.ts';
import { type Asked, suggest } from './suggest.ts';

/**
 * What one person does in Slack. Each act ends when the app has acknowledged it or the deadline has passed; its
 * Delivery says which. Acts that Slack's own client would not let a person do throw an Error with the reason.
 */
export interface Person {
  /** `/egress-pool list`; undefined for what Slack answers by itself (`/invite`, an unknown command). */
  command(channelId: string, text: string): Promise<Delivery | undefined>;
  /** A button, or a choice: then `value` is the option's value, the user, the date, or a list of them. */
  click(target: Click): Promise<Delivery>;
  /** Values by block_id or action_id: a text, an option's value, a list of those, or a whole `state.values` entry. */
  submit(viewId: string, values: Record<string, Json>): Promise<Delivery>;
  closeView(viewId: string): Promise<Delivery | undefined>;
  openHome(tab?: 'home' | 'messages'): Promise<Delivery>;
  /** Options of an external select for what was typed. */
  suggest(asked: Asked): Promise<{ delivery: Delivery; options: JsonObject[]; groups: JsonObject[] }>;
  /** A plain message. */
  say(channelId: string, text: string, threadTs?: string): void;
}

export function actAs(workspace: Workspace, userId: string): Person {
  if (!workspace.state.users.has(userId)) throw new Error(`no user ${userId} in this workspace`);
  return {
    command: (channelId, text) => command(workspace, { userId, channelId, text }),
    click: (target) => click(workspace, userId, target),
    submit: (viewId, values) => submitView(workspace, { userId, viewId, values }),
    closeView: (viewId) => closeView(workspace, { userId, viewId }),
    openHome: (tab = 'home') => openHome(workspace, userId, tab),
    suggest: (asked) => suggest(workspace, userId, asked),
    say: (channelId, text, threadTs) => say(workspace, { userId, channelId, text, ...(threadTs ? { threadTs } : {}) }),
  };
}
