import { type SlackFailure, toSlackFailure } from '../slack-errors.ts';
import { slackBudgets } from './edit-pace.ts';
import type { MessageRecord, PostRecord } from './message-record.ts';
import { later, type OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import type { Sending } from './outlet.ts';
import { saveMessage } from './save-message.ts';

export interface FailedCall extends Sending {
  error: unknown;
  during: 'post' | 'edit' | 'look' | 'open';
}

const firstBackOffMs = 2_000;
const longestBackOffMs = 60_000;
const mostReposts = 3;
const none: PostRecord = { ts: undefined, triedAtMs: undefined, hash: undefined, editedAtMs: 0 };

/** What a failed call leads to: back off, another place, other content, or giving up loudly. Wire time. */
export async function afterFailure(deps: OutboxDeps, failed: FailedCall): Promise<Outcome> {
  const { record, outlet, part, during } = failed;
  const failure = toSlackFailure(failed.error);
  const fields = { messageOf: outlet.id, part, during, ...failure };
  switch (failure.kind) {
    case 'rate-limited':
      if (during === 'edit') await deps.limits.block(slackBudgets.edits.name, failure.retryAfterMs);
      // A refused post was not made, so there is nothing to look for.
      return during === 'post' ? retryAfterRefusal(deps, failed, failure.retryAfterMs) : later(failure.retryAfterMs);
    case 'unknown':
    case 'denied':
      deps.log.warn({ ...fields, failures: record.failures + 1, err: failed.error }, 'a call of slack failed');
      return backOff(deps, record, failure);
    case 'gone':
      return afterDeletion(deps, failed);
    case 'unreachable':
      deps.log.warn(fields, 'a channel cannot be written to');
      if (isElsewherePossible(failed)) {
        return saveMessage(deps, { ...record, channelId: outlet.otherChannelId ?? '', root: none, progress: none });
      }
      // Of what belongs into one channel alone, an operator invites the bot sooner or later.
      if (outlet.userId === undefined) return backOff(deps, record, { kind: 'denied', code: failure.code });
      if (record.dmReason !== undefined || during === 'open') return giveUp(deps, failed, failure);
      return saveMessage(deps, { ...record, channelId: '', dmReason: failure.code, root: none, progress: none });
    case 'bad-content':
      deps.log.error(fields, 'slack refused the content of a message');
      return record.isTextOnly ? giveUp(deps, failed, failure) : saveMessage(deps, textOnly(failed));
  }
}

/** Only from its own channel, so that it ends where it is tried last. */
function isElsewherePossible({ outlet: { channelId, otherChannelId }, record }: FailedCall): boolean {
  return otherChannelId !== undefined && otherChannelId !== channelId && record.channelId === channelId;
}

async function backOff(deps: OutboxDeps, record: MessageRecord, failure: SlackFailure): Promise<Outcome> {
  const failures = record.failures + 1;
  const saved = await saveMessage(deps, { ...record, failures });
  if (saved === 'superseded') return saved;
  const backOffMs = firstBackOffMs * 2 ** Math.min(failures - 1, 10);
  return later(failure.kind === 'denied' ? longestBackOffMs : Math.min(longestBackOffMs, backOffMs));
}

/** Somebody deleted a post: the progress is posted anew once, then left alone. */
async function afterDeletion(deps: OutboxDeps, failed: FailedCall): Promise<Outcome> {
  const { record, part, during, outlet } = failed;
  if (during !== 'edit' && record.reposts < mostReposts) {
    return saveMessage(deps, { ...record, root: none, progress: none, reposts: record.reposts + 1 });
  }
  if (part === 'progress' && record.reposts === 0) {
    return saveMessage(deps, { ...record, progress: none, reposts: 1 });
  }
  deps.log.warn({ messageOf: outlet.id, part }, 'a deleted message is not posted again');
  return part === 'root' && record.reposts === 0
    ? saveMessage(deps, { ...record, root: none, progress: none, reposts: 1 })
    : giveUp(deps, failed, { kind: 'gone' });
}

async function retryAfterRefusal(deps: OutboxDeps, failed: FailedCall, retryAfterMs: number): Promise<Outcome> {
  const { record, part } = failed;
  const saved = await saveMessage(deps, { ...record, [part]: { ...record[part], triedAtMs: undefined } });
  return saved === 'superseded' ? saved : later(retryAfterMs);
}

function textOnly({ record, part, during }: FailedCall): MessageRecord {
  const refused = during === 'post' ? { ...record[part], triedAtMs: undefined } : record[part];
  return { ...record, [part]: refused, isTextOnly: true };
}

async function giveUp(deps: OutboxDeps, { record, outlet }: FailedCall, failure: SlackFailure): Promise<Outcome> {
  deps.log.error({ messageOf: outlet.id, ...failure }, 'nobody can be told about a record');
  deps.metrics.lost();
  return saveMessage(deps, { ...record, state: 'lost' });
}
