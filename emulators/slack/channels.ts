import { compact, type JsonObject } from './json.ts';
import type { Channel } from './state.ts';
import type { Workspace } from './workspace.ts';

/** By id, by name with or without `#`, or by a user's id: then the direct conversation with the app. */
export function findChannel(workspace: Workspace, reference: string): Channel | undefined {
  const { state } = workspace;
  const known = state.channels.get(reference);
  if (known) return known;
  if (state.users.has(reference)) return openDirectConversation(workspace, reference);
  const name = reference.replace(/^#/, '');
  return [...state.channels.values()].find((channel) => channel.kind !== 'im' && channel.name === name);
}

/** The conversation of this person with the app, made when it does not exist. */
export function openDirectConversation(workspace: Workspace, userId: string): Channel {
  const id = `D${userId.slice(1)}`;
  const known = workspace.state.channels.get(id);
  if (known) return known;
  const { botUserId } = workspace.seed.app;
  const channel: Channel = {
    id,
    name: 'directmessage',
    kind: 'im',
    isArchived: false,
    members: new Set([userId, botUserId]),
    topic: '',
  };
  workspace.state.channels.set(id, channel);
  workspace.changes.announce();
  return channel;
}

export function personOf(workspace: Workspace, channel: Channel): string | undefined {
  return [...channel.members].find((member) => member !== workspace.seed.app.botUserId);
}

export function isBotIn(workspace: Workspace, channel: Channel): boolean {
  return channel.members.has(workspace.seed.app.botUserId);
}

/** As the Web API shows it. */
export function channelJson(workspace: Workspace, channel: Channel): JsonObject {
  const isIm = channel.kind === 'im';
  return compact({
    id: channel.id,
    name: isIm ? undefined : channel.name,
    name_normalized: isIm ? undefined : channel.name,
    user: isIm ? personOf(workspace, channel) : undefined,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: isBotIn(workspace, channel),
    created: 1_700_000_000,
    creator: workspace.seed.users[0]?.id ?? '',
    context_team_id: workspace.seed.team.id,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
  });
}
