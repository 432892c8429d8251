import type { DriftInstance } from '../domain/grants/find-drift.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { entrySet } from '../domain/grants/whitelist-entries.ts';
import { type AccessReview, openReviewIndex } from '../store/review-record.ts';
import type { Commit } from '../store/store.ts';

/** Closes reviews that somebody decided: a grant of the pair is in force, or nothing of the group stands any more. */
export function closeReviews(o: {
  reviews: readonly AccessReview[];
  live: readonly Grant[];
  instances: readonly DriftInstance[];
  nowMs: number;
}): Required<Pick<Commit, 'records' | 'audit' | 'removeFrom'>> {
  const decided = o.reviews.flatMap((review) => {
    const how = decisionOf(review, o);
    return how === undefined ? [] : [{ ...review, how }];
  });
  return {
    records: decided.map(({ id }) => ({ id, expect: { states: ['open'] }, state: 'closed' })),
    audit: decided.map(({ id, poolName: pool, instanceId: instance, how }) => ({
      ...{ what: 'reconcile.review-closed', subject: id, actor: 'system:drift', atMs: o.nowMs },
      details: { pool, instance, because: how },
    })),
    removeFrom: decided.map(({ id }) => ({ index: openReviewIndex, id })),
  };
}

function decisionOf(
  { poolId, instanceId, group }: AccessReview,
  { live, instances }: { live: readonly Grant[]; instances: readonly DriftInstance[] },
): string | undefined {
  const grant = live.find((one) => one.poolId === poolId && one.instanceId === instanceId);
  if (grant?.state === 'active') return `its approvers signed ${grant.id}`;
  const stands = instances.some(
    (one) =>
      one.primaryInstanceId === instanceId &&
      one.groups.some(({ name, entries }) => name.toLowerCase() === group && entrySet(entries).size > 0),
  );
  return stands ? undefined : 'nothing of it stands any more';
}
