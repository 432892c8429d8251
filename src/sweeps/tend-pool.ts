import { operationIdFrom } from '../domain/names.ts';
import type { Pool, PoolReview } from '../domain/pool.ts';
import { behind } from '../notify/notify.ts';
import type { JobHandler, Next } from '../queue/queue.ts';
import { poolChange, poolOf } from '../store/pool-record.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import { countPods } from './count-pods.ts';
import type { GrantTenderDeps } from './grant-tender-deps.ts';

/** Domain time in which the owner of a pool whose time is over may answer. */
const answerWithinMs = 7 * 24 * 3_600_000;
/** A pool that an operation works on is looked at again. */
const laterMs = 3_600_000;

export interface PoolTenderDeps extends Pick<GrantTenderDeps, 'clusters' | 'installation' | 'store' | 'clock' | 'log'> {
  /** Begins to delete a pool about which nobody answered, if it is as it was read (`rev`). */
  beginDelete(request: { pool: Pool; rev: number; review: PoolReview; operationId: string }): Promise<unknown>;
}

/**
 * Looks at a pool whose time (`--ttl`) is over: has its owner asked, and where nobody answers begins to delete it, but only
 * one that no database lets in and on which no pod runs; else it asks again. Looking too often or too late is harmless.
 */
export function createPoolTender(deps: PoolTenderDeps): JobHandler {
  return async (id) => {
    try {
      return await tend(deps, id);
    } catch (err) {
      deps.log.error({ pool: id, err }, 'looking at a pool failed');
      return { kind: 'later', delayMs: 2_000 };
    }
  };
}

async function tend(deps: PoolTenderDeps, id: string): Promise<Next> {
  const { store, clock } = deps;
  const record = await store.read(id);
  if (!record) return restUntil(deps, { id, expect: { absent: true } }, undefined);
  const pool = poolOf(record);
  const rest = (untilMs?: number) => restUntil(deps, { id, expect: { rev: record.rev } }, untilMs);
  const { state, reviewAtMs, review } = pool;
  if (reviewAtMs === undefined || state === 'gone' || state === 'deleting') return rest();
  const nowMs = clock.now();
  if (nowMs < reviewAtMs) return rest(reviewAtMs);
  if (state !== 'ready' && state !== 'degraded') return rest(clock.after(laterMs));
  if (!review || review.keptBy) return ask(deps, { pool, rev: record.rev });
  if (nowMs < review.answerByMs) return rest(review.answerByMs);
  const operationId = operationIdFrom(`end of ${id} unanswered since ${review.askedAtMs}`);
  const begun = await store.read(operationId);
  if (begun?.state === 'running') return rest(clock.after(laterMs));
  if (begun || pool.changedBy !== undefined || (await isUsed(deps, pool))) return ask(deps, { pool, rev: record.rev });
  await deps.beginDelete({ pool, rev: record.rev, review, operationId });
  return rest(clock.after(laterMs));
}

/** A change in between comes first: the next look is at what it has left. */
async function ask(deps: PoolTenderDeps, { pool, rev }: { pool: Pool; rev: number }): Promise<Next> {
  const { store, clock } = deps;
  const askedAtMs = clock.now();
  const answerByMs = clock.after(answerWithinMs, askedAtMs);
  const operationId = pool.review?.operationId ?? pool.operationId;
  await store.commit({
    records: [poolChange({ ...pool, review: { askedAtMs, answerByMs, operationId } }, { rev })],
    audit: [
      {
        ...{ what: 'pool.review-asked', subject: pool.id, actor: 'system:pools', atMs: askedAtMs },
        details: { pool: pool.name, reviewAtMs: pool.reviewAtMs },
      },
    ],
    due: [{ id: pool.id, atMs: answerByMs }, behind(pool.id, askedAtMs)],
  });
  return { kind: 'finished' };
}

/** A cluster that does not answer says nothing, so the pool counts as used. */
async function isUsed(deps: PoolTenderDeps, pool: Pool): Promise<boolean> {
  if ((await readLiveGrants(deps.store)).some(({ poolId, state }) => poolId === pool.id && state !== 'ended'))
    return true;
  const { id, clusterName, namespaces } = pool;
  return (await countPods(deps, { id, clusterName, poolId: id, namespaces })) !== 0;
}

async function restUntil(
  { store }: PoolTenderDeps,
  known: { id: string; expect: { absent: true } | { rev: number } },
  untilMs: number | undefined,
): Promise<Next> {
  await store.commit({ records: [known], due: [{ id: known.id, atMs: untilMs ?? null }] });
  return { kind: 'finished' };
}
