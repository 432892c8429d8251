import type { DriftInstance } from '../../domain/grants/find-drift.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { entrySet } from '../../domain/grants/whitelist-entries.ts';
import { whitelistGroupName } from '../../domain/grants/whitelist-group.ts';
import type { Pool } from '../../domain/pool.ts';
import { type AccessReview, reviewRecordId } from '../../store/review-record.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

/**
 * Databases whose groups let these pools in while no grant of theirs is taken over: each becomes a review, so that it is
 * neither kept nor cut in silence. A clone is among them: nothing tells it from a database whose record is lost.
 */
export function findUnrecorded(
  { clock, settings: { installation } }: ReconcileDeps,
  o: { pools: readonly Pool[]; instances: readonly DriftInstance[]; adopted: readonly Grant[] },
): AccessReview[] {
  const reviews = new Map<string, AccessReview>();
  for (const { id: poolId, name: poolName } of o.pools) {
    const group = whitelistGroupName({ installation, poolId, poolName });
    for (const { instanceId, primaryInstanceId, regionId, groups } of o.instances) {
      const isAdopted = o.adopted.some((one) => one.poolId === poolId && one.instanceId === primaryInstanceId);
      const ours = groups.filter(
        ({ name, networkType }) => name.toLowerCase() === group && networkType.toLowerCase() !== 'classic',
      );
      const entries = [...entrySet(ours.flatMap((one) => one.entries))].sort();
      if (isAdopted || entries.length === 0) continue;
      const id = reviewRecordId({ poolId, instanceId: primaryInstanceId });
      const review = reviews.get(id);
      reviews.set(id, {
        ...{ id, state: 'open', poolId, poolName, regionId, instanceId: primaryInstanceId, group },
        entries: { ...review?.entries, [instanceId]: entries },
        openedAtMs: clock.now(),
      });
    }
  }
  return [...reviews.values()];
}
