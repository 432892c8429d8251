import { messageId } from '../notify/notify.ts';
import type { JobHandler } from '../queue/queue.ts';
import type { CommitResult } from '../store/store.ts';
import { readRequest } from './read-access.ts';
import { confirm } from './tend-request/confirm.ts';
import { dismissClicks } from './tend-request/dismiss-clicks.ts';
import { expire } from './tend-request/expire.ts';
import { judgeReviews } from './tend-request/judge-reviews.ts';
import { judgeRound } from './tend-request/judge-round.ts';
import { remind } from './tend-request/remind.ts';
import { settle } from './tend-request/settle.ts';
import type { TenderDeps, Turn } from './tend-request/turn.ts';

/** Clicks that arrive meanwhile need another pass; what is left after these is looked at a moment later. */
const mostPasses = 8;
const breathMs = 200;

/**
 * Looks at a request and does what is due: opens its round, judges clicks, confirms it before it is written, reminds,
 * escalates, lets it expire. Each
 * turn is one commit that holds only if nobody changed the request since it was read, so any number of tenders may
 * look at once.
 */
export function createRequestTender(deps: TenderDeps): JobHandler {
  return async (id) => {
    for (let pass = 0; pass < mostPasses; pass += 1) {
      const request = await readRequest(deps.store, id);
      if (!request) {
        await deps.store.commit({ records: [], due: [{ id, atMs: null }] });
        return { kind: 'finished' };
      }
      const turn: Turn =
        (await expire(deps, request)) ??
        (await judgeReviews(deps, request)) ??
        dismissClicks(deps, request) ??
        (await judgeRound(deps, request)) ??
        (await confirm(deps, request)) ??
        (await remind(deps, request)) ??
        settle(deps, request);
      if (turn.kind === 'wait') return { kind: 'later', delayMs: turn.delayMs };
      const result = await turn.send();
      if (!result.ok) continue;
      await tell(deps, turn, { id, result });
      if (turn.kind === 'rest') return { kind: 'finished' };
    }
    return { kind: 'later', delayMs: breathMs };
  };
}

/** After the commit: what gets lost here is lost for good only for private notes; the cards say the same. */
async function tell(
  deps: TenderDeps,
  turn: Extract<Turn, { kind: 'change' | 'rest' }>,
  done: { id: string; result: CommitResult },
): Promise<void> {
  if (turn.kind === 'rest') return;
  if (turn.wakes !== undefined) await deps.queues.promote('operations', turn.wakes).catch(() => undefined);
  await deps.queues.enqueue('slack', messageId(done.id)).catch(() => undefined);
  const told = await Promise.allSettled(turn.notes.map((note) => deps.tellPrivately(note)));
  for (const one of told) {
    if (one.status === 'rejected')
      deps.log.warn({ id: done.id, err: one.reason }, 'a private answer could not be given');
  }
}
