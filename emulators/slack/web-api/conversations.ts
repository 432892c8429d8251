import { channelJson, findChannel, isBotIn, openDirectConversation } from '../channels.ts';
import type { JsonObject } from '../json.ts';
import { findMessage, messageJson, repliesTo } from '../messages.ts';
import type { Channel, Message } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, flag, type Method, optionalText, page, required } from './method.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history'];

export const conversationsMethods: Record<string, Method> = {
  'conversations.info': { token: 'bot', scopes: readScopes, run: info },
  'conversations.list': { token: 'bot', scopes: readScopes, run: list },
  'conversations.members': { token: 'bot', scopes: readScopes, run: members },
  'conversations.history': { token: 'bot', scopes: historyScopes, run: history },
  'conversations.replies': { token: 'bot', scopes: historyScopes, run: replies },
  'conversations.open': { token: 'bot', scopes: ['im:write', 'chat:write'], run: open },
  'conversations.join': { token: 'bot', scopes: ['channels:join'], run: join },
  'users.conversations': { token: 'bot', scopes: readScopes, run: ownChannels },
};

function info(workspace: Workspace, given: JsonObject): JsonObject {
  return { channel: channelJson(workspace, visibleChannel(workspace, given)) };
}

function list(workspace: Workspace, given: JsonObject): JsonObject {
  return channelPage(workspace, given, () => true);
}

function ownChannels(workspace: Workspace, given: JsonObject): JsonObject {
  const userId = optionalText(given, 'user') ?? workspace.seed.app.botUserId;
  return channelPage(workspace, given, (channel) => channel.members.has(userId));
}

function channelPage(workspace: Workspace, given: JsonObject, wanted: (channel: Channel) => boolean): JsonObject {
  const types = (optionalText(given, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  const names = { public: 'public_channel', private: 'private_channel', im: 'im' };
  const found = [...workspace.state.channels.values()]
    .filter((channel) => types.includes(names[channel.kind]) && isVisible(workspace, channel) && wanted(channel))
    .filter((channel) => !(flag(given, 'exclude_archived') && channel.isArchived));
  const { items, response_metadata } = page(
    given,
    found.map((channel) => channelJson(workspace, channel)),
    100,
  );
  return { channels: items, response_metadata };
}

function members(workspace: Workspace, given: JsonObject): JsonObject {
  const { items, response_metadata } = page(given, [...visibleChannel(workspace, given).members], 100);
  return { members: items, response_metadata };
}

function history(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = readableChannel(workspace, given);
  const found = workspace.state.messages
    .filter((message) => message.channelId === channel.id && (message.threadTs === undefined || message.isBroadcast))
    .filter(inRange(given))
    .reverse();
  return messagePage(workspace, given, found);
}

function replies(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = readableChannel(workspace, given);
  const asked = findMessage(workspace, { channelId: channel.id, ts: required(given, 'ts') });
  const root =
    asked?.threadTs === undefined ? asked : findMessage(workspace, { channelId: channel.id, ts: asked.threadTs });
  if (!root) throw new ApiError('thread_not_found');
  return messagePage(workspace, given, [root, ...repliesTo(workspace, root).filter(inRange(given))]);
}

function messagePage(workspace: Workspace, given: JsonObject, found: Message[]): JsonObject {
  const withMetadata = flag(given, 'include_all_metadata');
  const all = found.map((message) => messageJson(workspace, message, withMetadata));
  const { items, response_metadata } = page(given, all, 100);
  return { messages: items, has_more: response_metadata.next_cursor !== '', response_metadata };
}

function open(workspace: Workspace, given: JsonObject): JsonObject {
  const channelId = optionalText(given, 'channel');
  if (channelId !== undefined) return { channel: { id: visibleChannel(workspace, given).id } };
  const users = required(given, 'users').split(',');
  const user = workspace.state.users.get(users[0] ?? '');
  if (!user || users.length > 1) throw new ApiError('user_not_found');
  if (user.deleted) throw new ApiError('user_disabled');
  return { channel: { id: openDirectConversation(workspace, user.id).id } };
}

function join(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = findChannel(workspace, required(given, 'channel'));
  if (channel?.kind !== 'public')
    throw new ApiError(channel ? 'method_not_supported_for_channel_type' : 'channel_not_found');
  if (channel.isArchived) throw new ApiError('is_archived');
  channel.members.add(workspace.seed.app.botUserId);
  workspace.changes.announce();
  return { channel: channelJson(workspace, channel) };
}

function inRange(given: JsonObject): (message: Message) => boolean {
  const oldest = optionalText(given, 'oldest') ?? '0';
  const latest = optionalText(given, 'latest') ?? '9999999999.999999';
  const isInclusive = flag(given, 'inclusive');
  return ({ ts }) =>
    (Number(ts) > Number(oldest) && Number(ts) < Number(latest)) || (isInclusive && (ts === oldest || ts === latest));
}

const isVisible = (workspace: Workspace, channel: Channel): boolean =>
  channel.kind === 'public' || isBotIn(workspace, channel);

function visibleChannel(workspace: Workspace, given: JsonObject): Channel {
  const channel = workspace.state.channels.get(required(given, 'channel'));
  if (!channel || !isVisible(workspace, channel)) throw new ApiError('channel_not_found');
  return channel;
}

function readableChannel(workspace: Workspace, given: JsonObject): Channel {
  const channel = visibleChannel(workspace, given);
  if (!isBotIn(workspace, channel)) throw new ApiError('not_in_channel');
  const { scopes } = workspace.seed.app;
  const needed = { public: 'channels:history', private: 'groups:history', im: 'im:history' }[channel.kind];
  if (scopes && !scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
  return channel;
}
