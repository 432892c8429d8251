import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Identity } from './identity.ts';

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
  };
}

async function findPosts(
  client: WebClient,
  where: { channelId: string; threadTs: string | undefined; sinceMs: number },
  bot: Identity,
): Promise<FoundPost[]> {
  const { channelId, threadTs, sinceMs } = where;
  const found: FoundPost[] = [];
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
    for (const message of answer.messages ?? []) {
      const post = toFoundPost(message);
      // Anybody may write the same metadata; only our own posts count.
      const isOurs = message.bot_id === bot.botId || message.user === bot.botUserId;
      if (post && isOurs) found.push(post);
    }
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return found;
}

function toFoundPost(message: { ts?: string; metadata?: unknown }): FoundPost | undefined {
  const { ts, metadata } = message;
  if (ts === undefined || typeof metadata !== 'object' || metadata === null) return undefined;
  if (!('event_type' in metadata) || !('event_payload' in metadata)) return undefined;
  const payload = metadata.event_payload;
  if (typeof payload !== 'object' || payload === null || !('id' in payload) || !('part' in payload)) return undefined;
  return { ts, mark: { type: String(metadata.event_type), id: String(payload.id), part: String(payload.part) } };
}
