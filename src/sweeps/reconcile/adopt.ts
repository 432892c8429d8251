import { type Actor, actorId } from '../../domain/actor.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange, grantChange, liveGrantIndex, pairRecordId } from '../../store/access-records.ts';
import { driftRecordId } from '../../store/drift-record.ts';
import { poolDriftSweepId } from '../../store/pool-drift-record.ts';
import { poolChange, poolIndex, poolNameRecordId, reviewDue } from '../../store/pool-record.ts';
import { openReviewChange, openReviewIndex } from '../../store/review-record.ts';
import type { Commit } from '../../store/store.ts';
import { capacityRecordId } from '../capacity.ts';
import type { ReconcilePicture } from '../reconcile.ts';

/**
 * The one commit that writes everything of a picture, provided that nothing of it is in the store by now. A running
 * service goes on from there: grants come due, and the whitelists are looked over at once.
 */
export function adoptionCommit(
  { pools, grants, reviews }: Pick<ReconcilePicture, 'pools' | 'grants' | 'reviews'>,
  { by, atMs }: { by: Actor; atMs: number },
): Commit {
  const absent = { absent: true as const };
  const actor = actorId(by);
  return {
    records: [
      ...pools.flatMap((pool) => [
        { id: poolNameRecordId(pool.name), expect: absent, state: 'taken', set: { pool: pool.id } },
        poolChange(pool, absent),
      ]),
      ...grants.flatMap(({ grant, request }) => [
        grantChange(grant, absent),
        accessRequestChange(request, absent),
        { id: pairRecordId(grant), expect: absent, state: 'taken', set: { grant: grant.id } },
      ]),
      ...reviews.map(openReviewChange),
    ],
    audit: [
      ...pools.map((pool) => ({
        ...{ what: 'reconcile.pool-adopted' as const, subject: pool.id, actor, atMs },
        details: {
          pool: pool.name,
          cluster: pool.clusterName,
          cidrs: pool.vSwitches.map(({ cidrBlock }) => cidrBlock),
        },
      })),
      ...grants.map(({ grant }) => ({
        ...{ what: 'reconcile.grant-adopted' as const, subject: grant.id, actor, atMs },
        details: {
          ...{ pool: grant.poolName, instance: grant.instanceId, request: grant.inForce?.requestId },
          ...{ hash: grant.inForce?.planHash, approvers: grant.inForce?.approvers, endMs: grant.endMs },
          lists: grant.lastWritten,
        },
      })),
      ...reviews.map((review) => ({
        ...{ what: 'reconcile.review-opened' as const, subject: review.id, actor, atMs },
        details: { pool: review.poolName, instance: review.instanceId, group: review.group, lists: review.entries },
      })),
    ],
    due: [
      ...grants.map(({ grant }) => ({ id: grant.id, atMs })),
      ...pools.flatMap(reviewDue),
      // What sweeps plan for themselves was lost as well.
      ...[{ id: driftRecordId, atMs }, behind(driftRecordId, atMs), { id: capacityRecordId, atMs }],
      { id: poolDriftSweepId, atMs },
    ],
    addTo: [
      ...pools.map(({ id, createdAtMs }) => ({ index: poolIndex, id, atMs: createdAtMs })),
      ...grants.map(({ grant }) => ({ index: liveGrantIndex, id: grant.id, atMs: grant.createdAtMs })),
      ...reviews.map(({ id }) => ({ index: openReviewIndex, id, atMs })),
    ],
  };
}
