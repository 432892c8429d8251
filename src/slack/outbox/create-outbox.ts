import { behind, messageId, recordOfMessage } from '../../notify/notify.ts';
import type { JobHandler, Next } from '../../queue/queue.ts';
import { bringOutletUpToDate } from './bring-outlet-up-to-date.ts';
import type { MessageRecord } from './message-record.ts';
import { finished, later, type OutboxDeps } from './outbox-deps.ts';
import type { Subject } from './outlet.ts';
import { readSubject } from './read-subject.ts';

const retryMs = 2_000;

/**
 * Sends what people should see of a record. Runs for `msg-<record>`; reads the record and makes the posts about it
 * show it: posted once, then edited in place. Never throws.
 */
export function createOutbox(deps: OutboxDeps): JobHandler {
  const late = new Set<string>();
  const count = (id: string, next: Next) => {
    if (next.kind === 'later') late.add(id);
    else late.delete(id);
    deps.metrics.behind(late.size);
    return next;
  };
  return async (id) => {
    try {
      return count(id, await bringUpToDate(deps, id));
    } catch (err) {
      deps.log.error({ messageId: id, err }, 'a message could not be brought up to date');
      return count(id, later(retryMs));
    }
  };
}

async function bringUpToDate(deps: OutboxDeps, id: string): Promise<Next> {
  const recordId = recordOfMessage(id);
  if (recordId === undefined) return finished;
  const subject = await readSubject(deps, recordId);
  if (!subject) return forget(deps, id);
  const sent: MessageRecord[] = [];
  let wait: Next | undefined;
  for (const outlet of subject.outlets) {
    const over = sent.find((record) => record.id === messageId(outlet.under ?? ''));
    if (outlet.under !== undefined && over?.root.ts === undefined) continue;
    const outcome = await bringOutletUpToDate(deps, outlet, over);
    if (outcome === 'superseded') return finished;
    if ('kind' in outcome) wait = sooner(wait, outcome);
    else sent.push(outcome);
  }
  return wait ?? settle(deps, { id, subject, sent });
}

/** One place that cannot be written to now holds up no other. */
function sooner(left: Next | undefined, right: Next): Next {
  if (left?.kind !== 'later' || right.kind !== 'later') return right;
  return left.delayMs < right.delayMs ? left : right;
}

/** Clears the due row only if the record is still what was sent; else goes again. */
async function settle(
  deps: OutboxDeps,
  { id, subject, sent }: { id: string; subject: Subject; sent: MessageRecord[] },
): Promise<Next> {
  const now = deps.clock.now();
  const shown = sent.filter(({ state }) => state !== 'lost');
  const rev = String(subject.seen[0]?.rev ?? 0);
  const result = await deps.store.commit({
    records: [
      ...shown.map((record) => ({
        id: record.id,
        expect: { epoch: record.epoch },
        state: 'posted',
        set: { sentRev: rev },
        unset: ['failures'],
      })),
      ...subject.seen.map((seen) => ({ id: seen.id, expect: { rev: seen.rev } })),
    ],
    due: [{ id, atMs: subject.againAtMs ?? null }, ...subject.tells.map((told) => behind(told, now))],
  });
  if (result.ok) return finished;
  return shown.some((record) => record.id === result.id) ? finished : later(1);
}

async function forget({ store }: OutboxDeps, id: string): Promise<Next> {
  await store.commit({ records: [], due: [{ id, atMs: null }] });
  return finished;
}
