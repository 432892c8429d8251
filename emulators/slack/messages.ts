import { withIds } from './blocks/elements.ts';
import { fileJson } from './files.ts';
import { compact, type JsonObject } from './json.ts';
import type { Ephemeral, Message } from './state.ts';
import type { Workspace } from './workspace.ts';

export interface MessageContent {
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
}

export interface NewMessage extends MessageContent {
  channelId: string;
  userId: string;
  threadTs?: string;
  isBroadcast?: boolean;
  fileIds?: string[];
}

export function addMessage(workspace: Workspace, given: NewMessage): Message {
  const { blocks, ...rest } = given;
  const message: Message = {
    ...rest,
    ...(blocks ? { blocks: withIds(blocks, () => workspace.ids.secret().slice(0, 5)) } : {}),
    ts: workspace.ids.nextTs(workspace.clock.now()),
    isFromBot: given.userId === workspace.seed.app.botUserId,
    fileIds: given.fileIds ?? [],
    reactions: new Map(),
  };
  workspace.state.messages.push(message);
  workspace.changes.announce();
  return message;
}

export function addEphemeral(workspace: Workspace, given: Omit<Ephemeral, 'ts'>): Ephemeral {
  const ephemeral: Ephemeral = { ...given, ts: workspace.ids.nextTs(workspace.clock.now()) };
  if (given.blocks) ephemeral.blocks = withIds(given.blocks, () => workspace.ids.secret().slice(0, 5));
  workspace.state.ephemerals.push(ephemeral);
  workspace.changes.announce();
  return ephemeral;
}

/** Changes the content and marks it as edited; what is not given stays, blocks without new blocks go with a new text. */
export function editMessage(workspace: Workspace, message: Message, content: Partial<MessageContent>): void {
  if (content.text !== undefined) message.text = content.text;
  if (content.blocks) message.blocks = withIds(content.blocks, () => workspace.ids.secret().slice(0, 5));
  else if (content.text !== undefined) delete message.blocks;
  if (content.attachments) message.attachments = content.attachments;
  if (content.metadata) message.metadata = content.metadata;
  message.editedTs = workspace.ids.nextTs(workspace.clock.now());
  workspace.changes.announce();
}

export function removeMessage(workspace: Workspace, message: Message): void {
  workspace.state.messages.splice(workspace.state.messages.indexOf(message), 1);
  workspace.changes.announce();
}

export function findMessage(workspace: Workspace, place: { channelId: string; ts: string }): Message | undefined {
  return workspace.state.messages.findLast(({ channelId, ts }) => ts === place.ts && channelId === place.channelId);
}

export function repliesTo(workspace: Workspace, root: Message): Message[] {
  return workspace.state.messages.filter(
    (message) => message.channelId === root.channelId && message.threadTs === root.ts && message !== root,
  );
}

/** As the Web API shows it; metadata only to those who ask for it. */
export function messageJson(workspace: Workspace, message: Message, withMetadata = false): JsonObject {
  const { app, team } = workspace.seed;
  return compact({
    type: 'message',
    user: message.userId,
    ts: message.ts,
    text: message.text,
    team: team.id,
    bot_id: message.isFromBot ? botIdOf(app.botUserId) : undefined,
    app_id: message.isFromBot ? app.id : undefined,
    blocks: message.blocks,
    attachments: message.attachments,
    edited: message.editedTs === undefined ? undefined : { user: message.userId, ts: message.editedTs },
    files: message.fileIds.length === 0 ? undefined : filesOf(workspace, message),
    reactions: message.reactions.size === 0 ? undefined : reactionsOf(message),
    subtype: message.isBroadcast ? 'thread_broadcast' : undefined,
    metadata: withMetadata ? message.metadata : undefined,
    ...threadOf(workspace, message),
  });
}

export function botIdOf(botUserId: string): string {
  return `B${botUserId.slice(1)}`;
}

const filesOf = (workspace: Workspace, message: Message): JsonObject[] =>
  message.fileIds.flatMap((id) => {
    const file = workspace.state.files.get(id);
    return file ? [fileJson(workspace, file)] : [];
  });

const reactionsOf = (message: Message): JsonObject[] =>
  [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));

function threadOf(workspace: Workspace, message: Message): Record<string, JsonObject[string] | undefined> {
  if (message.threadTs !== undefined && message.threadTs !== message.ts) {
    const parent = findMessage(workspace, { channelId: message.channelId, ts: message.threadTs });
    return { thread_ts: message.threadTs, parent_user_id: parent?.userId };
  }
  const replies = repliesTo(workspace, message);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.userId))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: true,
  };
}
