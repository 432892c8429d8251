import type { PoolCapacity } from '../../domain/capacity/pool-capacity.ts';
import { type PodOfPool, poolWorkloads } from '../../domain/capacity/pool-workloads.ts';
import { markerKeys } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import type { PodPlace } from '../../kubernetes/kubernetes.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import type { ClusterPicture } from './followed-clusters.ts';
import type { PodsByNode } from './zone-readings.ts';

/** Keeps who runs in the pools that have little room: those about which somebody may ask. */
export async function keepWorkloads(
  { store, settings }: Pick<CapacityDeps, 'store' | 'settings'>,
  given: {
    measured: readonly { pool: Pool; capacity: PoolCapacity }[];
    picture: ClusterPicture;
    pods: PodsByNode;
  },
): Promise<void> {
  const tight = given.measured.filter(({ capacity }) =>
    capacity.zones.some(({ usage, state }) => usage >= settings.clear || state.level !== 'ok'),
  );
  const writes = tight.map(({ pool, capacity }) => ({
    poolId: pool.id,
    text: JSON.stringify(poolWorkloads(podsOf(pool, given), capacity.atMs)),
  }));
  await store.writeCapacityPods(writes);
}

function podsOf(pool: Pool, { picture, pods }: { picture: ClusterPicture; pods: PodsByNode }): PodOfPool[] {
  const nodeNames = picture.nodes.filter(({ labels }) => labels[markerKeys.pool] === pool.id).map(({ name }) => name);
  const placed = nodeNames.flatMap((name) => pods.get(name) ?? []);
  const unplaced = (pods.get('') ?? []).filter(({ configMapName }) => configMapName === pool.configMapName);
  return [...placed, ...unplaced].filter(({ address }) => address !== 'host').map(podOf);
}

function podOf({ namespace, name, workload, address }: PodPlace): PodOfPool {
  return { namespace, name, workload, hasAddress: address === 'own' };
}
