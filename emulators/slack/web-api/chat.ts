import { findChannel, isBotIn } from '../channels.ts';
import { asObjects, compact, type JsonObject } from '../json.ts';
import {
  addEphemeral,
  addMessage,
  editMessage,
  findMessage,
  messageJson,
  removeMessage,
  repliesTo,
} from '../messages.ts';
import type { Channel, Message } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { readContent } from './content.ts';
import { ApiError, flag, type Method, optionalText, required } from './method.ts';

const LONGEST_UPDATE = 4000;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { token: 'bot', scopes: ['chat:write'], run: postMessage },
  'chat.postEphemeral': { token: 'bot', scopes: ['chat:write'], run: postEphemeral },
  'chat.update': { token: 'bot', scopes: ['chat:write'], run: update },
  'chat.delete': { token: 'bot', scopes: ['chat:write'], run: remove },
  'chat.getPermalink': { token: 'bot', run: permalink },
};

function postMessage(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = writableChannel(workspace, given);
  const { warnings, ...content } = readContent(workspace, given);
  const threadTs = threadRoot(workspace, channel, given);
  const message = addMessage(workspace, {
    ...content,
    channelId: channel.id,
    userId: workspace.seed.app.botUserId,
    ...(threadTs === undefined ? {} : { threadTs, isBroadcast: flag(given, 'reply_broadcast') }),
  });
  return withWarnings(warnings, {
    channel: channel.id,
    ts: message.ts,
    message: messageJson(workspace, message, message.metadata !== undefined),
  });
}

function postEphemeral(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = writableChannel(workspace, given);
  const userId = required(given, 'user');
  if (!channel.members.has(userId)) throw new ApiError('user_not_in_channel');
  const { text, blocks } = readContent(workspace, given);
  const threadTs = optionalText(given, 'thread_ts');
  const ephemeral = addEphemeral(workspace, {
    channelId: channel.id,
    userId,
    from: 'app',
    text,
    ...(blocks ? { blocks } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { message_ts: ephemeral.ts };
}

function update(workspace: Workspace, given: JsonObject): JsonObject {
  const { channel, message } = ownMessage(workspace, given, 'cant_update_message');
  if ((optionalText(given, 'text') ?? '').length > LONGEST_UPDATE) throw new ApiError('msg_too_long');
  const { warnings, ...content } = readContent(workspace, given);
  const clearsBlocks = Array.isArray(given.blocks) && asObjects(given.blocks).length === 0;
  editMessage(workspace, message, content);
  if (clearsBlocks) delete message.blocks;
  return withWarnings(warnings, {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(workspace, message, message.metadata !== undefined),
  });
}

function remove(workspace: Workspace, given: JsonObject): JsonObject {
  const { channel, message } = ownMessage(workspace, given, 'cant_delete_message');
  if (repliesTo(workspace, message).length > 0) {
    editMessage(workspace, message, { text: 'This message was deleted.' });
    delete message.blocks;
  } else {
    removeMessage(workspace, message);
  }
  return { channel: channel.id, ts: message.ts };
}

function permalink(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = findChannel(workspace, required(given, 'channel'));
  if (!channel) throw new ApiError('channel_not_found');
  const ts = required(given, 'message_ts');
  const message = findMessage(workspace, { channelId: channel.id, ts });
  if (!message) throw new ApiError('message_not_found');
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return {
    channel: channel.id,
    permalink: `${workspace.baseUrl}/archives/${channel.id}/p${ts.replace('.', '')}${thread}`,
  };
}

/** A channel that the app may write to; posting to a public one needs membership unless the app may do without. */
function writableChannel(workspace: Workspace, given: JsonObject): Channel {
  const channel = findChannel(workspace, required(given, 'channel'));
  if (!channel) throw new ApiError('channel_not_found');
  if (channel.isArchived) throw new ApiError('is_archived');
  if (isBotIn(workspace, channel)) return channel;
  if (channel.kind !== 'public') throw new ApiError('channel_not_found');
  if (workspace.seed.app.scopes?.includes('chat:write.public')) return channel;
  throw new ApiError('not_in_channel');
}

function threadRoot(workspace: Workspace, channel: Channel, given: JsonObject): string | undefined {
  const ts = optionalText(given, 'thread_ts');
  if (ts === undefined) return undefined;
  const parent = findMessage(workspace, { channelId: channel.id, ts });
  if (!parent) throw new ApiError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

function ownMessage(workspace: Workspace, given: JsonObject, refusal: string): { channel: Channel; message: Message } {
  const channel = findChannel(workspace, required(given, 'channel'));
  if (!channel) throw new ApiError('channel_not_found');
  const message = findMessage(workspace, { channelId: channel.id, ts: required(given, 'ts') });
  if (!message) throw new ApiError('message_not_found');
  if (!message.isFromBot) throw new ApiError(refusal);
  if (channel.isArchived) throw new ApiError('is_archived');
  return { channel, message };
}

const withWarnings = (warnings: string[], answer: JsonObject): JsonObject =>
  compact({ ...answer, response_metadata: warnings.length > 0 ? { warnings } : undefined });
