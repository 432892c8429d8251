import type { JsonObject } from './json.ts';
import type { SlackSeed, UserSeed } from './seed.ts';

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  /** Users, the bot's user among them. */
  members: Set<string>;
  topic: string;
}

export interface Message {
  channelId: string;
  /** Unique in its channel and increasing. */
  ts: string;
  userId: string;
  isFromBot: boolean;
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
  threadTs?: string;
  isBroadcast?: boolean;
  editedTs?: string;
  fileIds: string[];
  reactions: Map<string, Set<string>>;
}

/** Only one person sees it; it is in no history. */
export interface Ephemeral {
  channelId: string;
  ts: string;
  /** Who sees it. */
  userId: string;
  /** `slackbot`: Slack's own word, such as that the app did not answer. */
  from: 'app' | 'slackbot';
  text: string;
  blocks?: JsonObject[];
  threadTs?: string;
  /** The message whose button did not work. */
  anchorTs?: string;
}

export interface View {
  id: string;
  userId: string;
  type: 'modal' | 'home';
  hash: string;
  /** As the app sent it, with ids for the blocks and elements that had none. */
  content: JsonObject;
  /** What the person has entered: block_id -> action_id -> value. */
  values: Record<string, Record<string, JsonObject>>;
  rootId: string;
  previousId?: string;
}

export interface UploadedFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  bytes: Buffer;
  altText?: string;
  uploadKey: string;
  isComplete: boolean;
  channelIds: Set<string>;
  /** Slack looks at a file some time after the upload; before that, it cannot stand in a block. */
  processedAtMs: number;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface SlackState {
  users: Map<string, UserSeed>;
  userGroups: Map<string, UserGroup>;
  channels: Map<string, Channel>;
  /** In order of time, over all channels. */
  messages: Message[];
  ephemerals: Ephemeral[];
  /** Modals that are open. */
  views: Map<string, View>;
  /** By user; the last view on top. */
  viewStacks: Map<string, string[]>;
  /** By user. */
  homes: Map<string, View>;
  files: Map<string, UploadedFile>;
  /** Values chosen in a message's selects: `channel/ts/user` -> block_id -> action_id -> value. */
  messageValues: Map<string, Record<string, Record<string, JsonObject>>>;
}

export function createSlackState(seed: SlackSeed): SlackState {
  return {
    users: new Map(seed.users.map((user) => [user.id, user])),
    userGroups: new Map(seed.userGroups.map((group) => [group.id, { ...group, users: [...group.users] }])),
    channels: new Map(
      seed.channels.map((channel) => [
        channel.id,
        {
          id: channel.id,
          name: channel.name,
          kind: channel.isPrivate ? 'private' : 'public',
          isArchived: channel.isArchived ?? false,
          members: new Set(channel.botIsMember ? [...channel.members, seed.app.botUserId] : channel.members),
          topic: channel.topic ?? '',
        },
      ]),
    ),
    messages: [],
    ephemerals: [],
    views: new Map(),
    viewStacks: new Map(),
    homes: new Map(),
    files: new Map(),
    messageValues: new Map(),
  };
}
