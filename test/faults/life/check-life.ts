import type { DbInstance } from '../../../emulators/alicloud/rds/state.ts';
import { configMaps, nodes } from '../../../emulators/kubernetes/resources.ts';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import { entrySet } from '../../../src/domain/grants/whitelist-entries.ts';
import { isActive } from '../../../src/domain/operation.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { poolIndex, poolOf } from '../../../src/store/pool-record.ts';
import { leftOver } from '../check-rest.ts';
import { oursIn } from '../check-world.ts';
import { grantsIn } from '../grants.ts';
import type { Scene } from '../scene.ts';
import { foreignAddress } from './deeds.ts';

const clusterName = 'prod';
const ourGroup = /^ep_[a-z0-9_]{1,16}_[0-9a-f]{8}$/;

export async function poolsIn({ store }: Scene): Promise<Pool[]> {
  return (await store.readMany(await store.readIndex(poolIndex))).map(poolOf).filter(({ state }) => state !== 'gone');
}

/**
 * What must hold at every moment, however much is going on: a whitelist has nothing of a pool without a grant that is
 * live, and no node's pods are left without the ConfigMap that its label names.
 */
export async function checkAlways(scene: Scene): Promise<string[]> {
  // Grants are read on both sides of the look: one may begin or end in between.
  const before = await grantsIn(scene);
  const entries = [...scene.world.alicloud.state.dbInstances.values()].flatMap(ourEntries);
  const bare = bareNodes(scene);
  const after = await grantsIn(scene);
  const live = [...before, ...after].filter(({ state }) => state !== 'ended');
  const strange = entries.filter((one) => !live.some((grant) => mayHold(grant, one)));
  return [...strange.map(({ instanceId, entry }) => `${instanceId} admits ${entry} without a live grant`), ...bare];
}

/** While it is being written or taken out, its record need not say yet what stands where. */
function mayHold(
  { groupName, state, lastWritten }: Grant,
  one: { instanceId: string; groupName: string; entry: string },
): boolean {
  return groupName === one.groupName && (state !== 'active' || (lastWritten[one.instanceId] ?? []).includes(one.entry));
}

/** Besides, once nothing runs any more: what is there is what is on record, and nothing else is there. */
export async function checkRegistry(scene: Scene): Promise<string[]> {
  const ours = oursIn(scene, clusterName);
  const [pools, operations] = await Promise.all([poolsIn(scene), scene.operations()]);
  const moving = new Set(operations.filter(({ state }) => isActive(state)).map(({ poolId }) => poolId));
  const known = new Set(pools.flatMap((pool) => pool.vSwitches.map(({ vSwitchId }) => vSwitchId)));
  const knownNodePools = new Set(pools.map(({ nodePoolId }) => nodePoolId));
  const unfinished = pools.some(
    (pool) => pool.state !== 'ready' || pool.changedBy !== undefined || moving.has(pool.id),
  );
  const orphans = unfinished
    ? []
    : [
        ...ours.vSwitches.filter(({ vSwitchId }) => !known.has(vSwitchId)).map(({ vSwitchId }) => vSwitchId),
        ...ours.nodePools
          .filter(({ nodePoolId }) => !knownNodePools.has(nodePoolId))
          .map(({ nodePoolId }) => nodePoolId),
      ];
  return [
    ...(await checkAlways(scene)),
    ...orphans.map((id) => `${id} is marked as ours and belongs to no pool on record`),
    ...pools.filter(({ state }) => state === 'ready').flatMap((pool) => missing(pool, ours)),
    ...(await leftOver(scene)),
  ];
}

function missing(pool: Pool, ours: ReturnType<typeof oursIn>): string[] {
  const isThere = (id: string | undefined) => ours.vSwitches.some(({ vSwitchId }) => vSwitchId === id);
  return [
    ...pool.vSwitches
      .filter(({ vSwitchId }) => !isThere(vSwitchId))
      .map((one) => `${pool.name} lacks ${one.cidrBlock}`),
    ...(ours.nodePools.some(({ nodePoolId }) => nodePoolId === pool.nodePoolId)
      ? []
      : [`${pool.name} lacks its nodes`]),
    ...(ours.configMaps.some(({ metadata }) => metadata.name === pool.configMapName)
      ? []
      : [`${pool.name} lacks ${pool.configMapName}`]),
  ];
}

function ourEntries({ id: instanceId, groups }: DbInstance) {
  return groups
    .filter(({ name }) => ourGroup.test(name))
    .flatMap(({ name: groupName, entries }) =>
      [...entrySet(entries)]
        .filter((entry) => entry !== `${foreignAddress}/32`)
        .map((entry) => ({ instanceId, groupName, entry })),
    );
}

/** Nodes whose label names a ConfigMap that is not there: their pods would take addresses of anywhere, silently. */
function bareNodes({ world }: Scene): string[] {
  const { clusterId = '' } = world.seed.clusters.find(({ name }) => name === clusterName) ?? {};
  const cluster = world.kubernetes.cluster(clusterId);
  const present = new Set(cluster.list(configMaps, 'kube-system').map(({ metadata }) => metadata.name));
  return cluster.list(nodes).flatMap(({ metadata }) => {
    const named = metadata.labels?.['terway-config'];
    return named === undefined || present.has(named)
      ? []
      : [`node ${metadata.name} names ${named}, which is not there`];
  });
}
