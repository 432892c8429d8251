import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Identity } from './identity.ts';
import { type UploadedPicture, uploadPicture } from './upload-picture.ts';

/** Where a message is. */
export interface MessagePlace {
  channelId: string;
  ts: string;
}

export interface Post {
  channelId: string;
  threadTs: string | undefined;
  text: string;
  blocks: KnownBlock[];
  /** By which the post is found again. */
  mark: PostMark;
}

export interface PostMark {
  type: string;
  id: string;
  part: string;
}

/** A message of ours that carries a mark. */
export interface FoundPost {
  ts: string;
  mark: PostMark;
}

/** What we ask of Slack. Throws the web client's errors; `toSlackFailure` sorts them. */
export interface SlackApi {
  post(post: Post): Promise<string>;
  edit(place: MessagePlace, content: { text: string; blocks: KnownBlock[] }): Promise<void>;
  /** Our marked posts in a channel since an instant, or in a thread. */
  findPosts(where: { channelId: string; threadTs: string | undefined; sinceMs: number }): Promise<FoundPost[]>;
  openDirectMessage(userId: string): Promise<string>;
  channelInfo(channelId: string): Promise<{ isMember: boolean; isDirect: boolean }>;
  postPrivately(
    to: { channelId: string; userId: string },
    content: { text: string; blocks: KnownBlock[] },
  ): Promise<void>;
  openForm(triggerId: string, view: ModalView): Promise<void>;
  /** Changes an open form; what is filled in stays. */
  updateForm(viewId: string, view: ModalView): Promise<void>;
  publishHome(userId: string, view: HomeView): Promise<void>;
  /** Puts files into a channel as one message. Not to be repeated without a look: each time makes a message. */
  shareFiles(to: { channelId: string; comment: string }, files: SharedFile[]): Promise<void>;
  /** Puts a picture where only our messages show it. Harmless to repeat. Answers its id. */
  uploadPicture(picture: UploadedPicture): Promise<string>;
  /** Names of files that we put into a channel since an instant. */
  findFiles(where: { channelId: string; sinceMs: number }): Promise<string[]>;
}

export interface SharedFile {
  name: string;
  text: string;
}

const mostPages = 5;

/** `identify` says which posts are ours when they are looked up. */
export function createSlackApi(client: WebClient, identify: () => Promise<Identity>): SlackApi {
  return {
    async post({ channelId, threadTs, text, blocks, mark }) {
      const answer = await client.chat.postMessage({
        channel: channelId,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        text,
        blocks,
        metadata: { event_type: mark.type, event_payload: { id: mark.id, part: mark.part } },
        unfurl_links: false,
        unfurl_media: false,
      });
      return answer.ts ?? '';
    },
    async edit({ channelId, ts }, { text, blocks }) {
      await client.chat.update({ channel: channelId, ts, text, blocks });
    },
    findPosts: async (where) => findPosts(client, where, await identify()),
    async openDirectMessage(userId) {
      const answer = await client.conversations.open({ users: userId });
      return answer.channel?.id ?? '';
    },
    async channelInfo(channelId) {
      const { channel } = await client.conversations.info({ channel: channelId });
      return { isMember: channel?.is_member === true, isDirect: channel?.is_im === true };
    },
    async postPrivately({ channelId, userId }, { text, blocks }) {
      await client.chat.postEphemeral({ channel: channelId, user: userId, text, blocks });
    },
    async openForm(triggerId, view) {
      await client.views.open({ trigger_id: triggerId, view });
    },
    async updateForm(viewId, view) {
      await client.views.update({ view_id: viewId, view });
    },
    async publishHome(userId, view) {
      await client.views.publish({ user_id: userId, view });
    },
    async shareFiles({ channelId, comment }, files) {
      await client.files.uploadV2({
        channel_id: channelId,
        initial_comment: comment,
        file_uploads: files.map(({ name, text }) => ({ filename: name, title: name, file: Buffer.from(text) })),
      });
    },
    uploadPicture: (picture) => uploadPicture(client, picture),
    findFiles: async (where) =>
      (await ourMessages(client, { ...where, threadTs: undefined }, await identify())).flatMap(
        ({ files }) => files?.flatMap(({ name }) => name ?? []) ?? [],
      ),
  };
}

async function findPosts(
  client: WebClient,
  where: { channelId: string; threadTs: string | undefined; sinceMs: number },
  bot: Identity,
): Promise<FoundPost[]> {
  const messages = await ourMessages(client, where, bot);
  return messages.flatMap((message) => toFoundPost(message) ?? []);
}

/** Anybody may write the same metadata or file name; only our own messages count. */
async function ourMessages(
  client: WebClient,
  where: { channelId: string; threadTs: string | undefined; sinceMs: number },
  bot: Identity,
): Promise<HistoryMessage[]> {
  const { channelId, threadTs, sinceMs } = where;
  const found: HistoryMessage[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const options = {
      channel: channelId,
      include_all_metadata: true,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer =
      threadTs === undefined
        ? await client.conversations.history({ ...options, oldest: String(sinceMs / 1000) })
        : await client.conversations.replies({ ...options, ts: threadTs });
    const messages: HistoryMessage[] = answer.messages ?? [];
    found.push(...messages.filter(({ bot_id: botId, user }) => botId === bot.botId || user === bot.botUserId));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return found;
}

interface HistoryMessage {
  ts?: string;
  user?: string;
  bot_id?: string;
  metadata?: unknown;
  files?: { name?: string }[];
}

function toFoundPost(message: HistoryMessage): FoundPost | undefined {
  const { ts, metadata } = message;
  if (ts === undefined || typeof metadata !== 'object' || metadata === null) return undefined;
  if (!('event_type' in metadata) || !('event_payload' in metadata)) return undefined;
  const payload = metadata.event_payload;
  if (typeof payload !== 'object' || payload === null || !('id' in payload) || !('part' in payload)) return undefined;
  return { ts, mark: { type: String(metadata.event_type), id: String(payload.id), part: String(payload.part) } };
}
