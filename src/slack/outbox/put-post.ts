import { metadataType } from '../blocks/action-ids.ts';
import { toSlackFailure } from '../slack-errors.ts';
import { afterFailure } from './after-failure.ts';
import type { Rendered } from './hashed.ts';
import type { MessageRecord, Part, PostRecord } from './message-record.ts';
import { later, type OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import type { Sending } from './outlet.ts';
import { saveMessage } from './save-message.ts';

/** Wire time after which a post whose answer was lost has shown up, if it ever will. */
const settleMs = 2_000;
/** Clocks of ours and of Slack may differ by this much. */
const clockSkewMs = 300_000;

/** Posts one part. The intent is written first; where there was one already, the post is looked for before. */
export async function putPost(deps: OutboxDeps, sending: Sending & { content: Rendered }): Promise<Outcome> {
  const { record, part, content, outlet } = sending;
  const { triedAtMs } = record[part];
  if (triedAtMs !== undefined) {
    const sinceMs = deps.clock.now() - triedAtMs;
    if (sinceMs < settleMs) return later(settleMs - Math.max(0, sinceMs));
    const found = await lookUp(deps, sending);
    if (typeof found === 'object') return found;
    if (found !== 'absent') return saveMessage(deps, withPost(record, part, { ...unknownPost, ts: found }));
  }
  const intended = await saveMessage(deps, withPost(record, part, { triedAtMs: deps.clock.now() }));
  if (intended === 'superseded') return intended;
  try {
    const ts = await deps.api.post({
      channelId: record.channelId,
      threadTs: part === 'root' ? sending.threadTs : record.root.ts,
      text: content.text,
      blocks: content.blocks,
      mark: { type: metadataType, id: outlet.id, part },
    });
    const posted = { ts, hash: content.hash, editedAtMs: deps.clock.now() };
    return saveMessage(deps, { ...withPost(intended, part, posted), failures: 0 });
  } catch (error) {
    return afterFailure(deps, { ...sending, record: intended, error, during: 'post' });
  }
}

/** Adopted posts show something unknown, so they are edited next. */
const unknownPost = { hash: undefined, editedAtMs: 0 };

async function lookUp(deps: OutboxDeps, sending: Sending): Promise<string | Exclude<Outcome, 'superseded'>> {
  const { record, part, outlet } = sending;
  try {
    const posts = await deps.api.findPosts({
      channelId: record.channelId,
      threadTs: part === 'root' ? sending.threadTs : record.root.ts,
      sinceMs: outlet.createdAtMs - clockSkewMs,
    });
    const ours = posts.find(({ mark }) => mark.type === metadataType && mark.id === outlet.id && mark.part === part);
    return ours?.ts ?? 'absent';
  } catch (error) {
    const failure = toSlackFailure(error);
    // Without the right to look, a second post is better than none.
    if (failure.kind === 'denied') {
      deps.log.error({ messageOf: outlet.id, code: failure.code }, 'slack does not let us look for posts');
      return 'absent';
    }
    const outcome = await afterFailure(deps, { ...sending, error, during: 'look' });
    return outcome === 'superseded' ? later(1) : outcome;
  }
}

function withPost(record: MessageRecord, part: Part, change: Partial<PostRecord>): MessageRecord {
  return { ...record, [part]: { ...record[part], ...change } };
}
