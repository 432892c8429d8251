import { addMessage } from '../messages.ts';
import type { Workspace } from '../workspace.ts';
import { escapeText } from './escape-text.ts';
import { visibleChannel } from './visible-channel.ts';

export function say(
  workspace: Workspace,
  given: { userId: string; channelId: string; text: string; threadTs?: string },
): void {
  const channel = visibleChannel(workspace, given.userId, given.channelId);
  if (channel.isArchived) throw new Error(`#${channel.name} is archived`);
  addMessage(workspace, { ...given, text: escapeText(workspace, given.text, true) });
}
