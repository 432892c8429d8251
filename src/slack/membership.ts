import type { SlackApi } from './slack-api.ts';
import { slackErrorCode } from './slack-errors.ts';

/** Whether the bot can write to a channel. */
export type Membership = (channelId: string) => Promise<'inside' | 'outside' | 'unknown'>;

const keptMs = 60_000;
const mostKept = 1_000;

/** Asks Slack, and keeps the answer for a minute. */
export function createMembership({ api, now }: { api: Pick<SlackApi, 'channelInfo'>; now: () => number }): Membership {
  const known = new Map<string, { answer: 'inside' | 'outside'; untilMs: number }>();
  return async (channelId) => {
    const kept = known.get(channelId);
    if (kept && kept.untilMs > now()) return kept.answer;
    const answer = await ask(api, channelId);
    if (answer !== 'unknown') {
      if (known.size >= mostKept) known.clear();
      known.set(channelId, { answer, untilMs: now() + keptMs });
    }
    return answer;
  };
}

async function ask(api: Pick<SlackApi, 'channelInfo'>, channelId: string): Promise<'inside' | 'outside' | 'unknown'> {
  try {
    const { isMember, isDirect } = await api.channelInfo(channelId);
    return isMember || isDirect ? 'inside' : 'outside';
  } catch (error) {
    // A private channel or a conversation of others does not exist for those who are not in it.
    return slackErrorCode(error) === 'channel_not_found' ? 'outside' : 'unknown';
  }
}
