import type { Channel } from '../state.ts';
import type { Workspace } from '../workspace.ts';

/** A conversation that this person is in; throws otherwise. */
export function visibleChannel(workspace: Workspace, userId: string, channelId: string): Channel {
  const channel = workspace.state.channels.get(channelId);
  if (!channel?.members.has(userId)) throw new Error(`${userId} is not in ${channelId}`);
  return channel;
}
