import type { PoolCapacity } from '../../domain/capacity/pool-capacity.ts';
import { type PodOfPool, poolWorkloads } from '../../domain/capacity/pool-workloads.ts';
import { markerKeys } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { selectorText } from '../../domain/pool-network.ts';
import type { PodPlace } from '../../kubernetes/kubernetes.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import type { ClusterPicture } from './followed-clusters.ts';
import type { PodsByNode } from './zone-readings.ts';

/**
 * Keeps who runs in the pools: at every measurement where there is little room, since somebody may ask; else as often as
 * a forecast is made.
 */
export async function keepWorkloads(
  { store, settings }: Pick<CapacityDeps, 'store' | 'settings'>,
  given: {
    measured: readonly { pool: Pool; capacity: PoolCapacity }[];
    picture: ClusterPicture;
    pods: PodsByNode;
  },
): Promise<void> {
  const due = given.measured.filter(
    ({ capacity: { atMs, forecastAtMs, zones } }) =>
      forecastAtMs === atMs || zones.some(({ usage, state }) => usage >= settings.clear || state.level !== 'ok'),
  );
  const writes = due.map(({ pool, capacity }) => ({
    poolId: pool.id,
    text: JSON.stringify(poolWorkloads(podsOf(pool, given), capacity.atMs)),
  }));
  await store.writeCapacityPods(writes);
}

function podsOf(pool: Pool, { picture, pods }: { picture: ClusterPicture; pods: PodsByNode }): PodOfPool[] {
  const nodeNames = picture.nodes.filter(({ labels }) => labels[markerKeys.pool] === pool.id).map(({ name }) => name);
  const placed = nodeNames.flatMap((name) => pods.get(name) ?? []);
  const selector = selectorText(pool);
  const unplaced = (pods.get('') ?? []).filter(({ asksFor }) => asksFor === selector);
  return [...placed, ...unplaced].map(podOf);
}

function podOf({ namespace, name, workload, nodeName, address, isBlanket, otherNetwork }: PodPlace): PodOfPool {
  const whose = { namespace, name, workload, hasAddress: address !== 'waiting' };
  return { ...whose, usesHost: address === 'host', isBlanket, otherNetwork, onNode: nodeName !== undefined };
}
