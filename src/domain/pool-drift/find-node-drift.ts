import { isOurs, markerKeys, missingTaints } from '../markers.ts';
import { zonesOf } from '../pool.ts';
import { admitsWholeNodes, networkOf, poolSelector } from '../pool-network.ts';
import { findingOf, type PoolFinding } from './pool-finding.ts';
import type { PoolSight, SeenNode } from './pool-sight.ts';

/** Node pool and nodes: what sends pods there and tells Terway which network they get (DESIGN promises 2, 4 and 11). */
export function findNodeDrift(sight: PoolSight): PoolFinding[] {
  const { pool, nodePool, members } = sight;
  if (!nodePool) return findingOf('node-pool-gone', [pool.nodePoolId ?? pool.name]);
  const wanted = poolSelector(pool);
  const label = nodePool.labels.find(({ key }) => key === wanted.key)?.value;
  const marker = Object.fromEntries(nodePool.labels.map(({ key, value }) => [key, value]));
  const isMarked = isOurs(marker, { installation: sight.installation, poolId: pool.id });
  const own = membersOf(sight);
  const proven = new Set(own.filter(({ ready }) => ready).map(({ zoneId }) => zoneId));
  return [
    ...findingOf('node-pool-label', [
      ...(label === wanted.value ? [] : [`${wanted.key} is ${label ?? 'not set'}`]),
      ...(isMarked ? [] : ['the labels that mark its nodes are not all there']),
    ]),
    ...findingOf('node-pool-taint', missingTaints(nodePool.taints, pool.name)),
    ...findingOf('node-label', [...own.flatMap((node) => labelsMissing(sight, node)), ...unlabelled(sight)]),
    ...findingOf(
      'node-taint',
      own.flatMap(({ name, taints }) => missingTaints(taints, pool.name).map((effect) => `${name} (${effect})`)),
    ),
    ...findingOf('node-foreign', foreignNodes(sight)),
    ...findZoneDrift(sight),
    ...findTerwayAge(sight, own),
    ...(members.length === 0 && pool.nodes.min === 0
      ? []
      : findingOf(
          'zone-unproven',
          zonesOf(pool).filter((zoneId) => !proven.has(zoneId)),
        )),
  ];
}

/** The nodes that the node pool says are its own. */
function membersOf({ nodes, members }: PoolSight): SeenNode[] {
  const names = new Set(members.map(({ nodeName }) => nodeName));
  return nodes.filter(({ name }) => names.has(name));
}

function labelsMissing({ installation, pool }: PoolSight, { name, labels }: SeenNode): string[] {
  const wanted = poolSelector(pool);
  const found = labels[wanted.key];
  if (found !== wanted.value) return [`${name} (${wanted.key} is ${found ?? 'not set'})`];
  return isOurs(labels, { installation, poolId: pool.id }) ? [] : [`${name} (${markerKeys.pool})`];
}

/** Machines whose node carries neither the label nor the marker any more. */
function unlabelled({ members, nodes }: PoolSight): string[] {
  const names = new Set(nodes.map(({ name }) => name));
  return members
    .filter(({ nodeName, isRunning }) => isRunning && !names.has(nodeName))
    .map(({ nodeName }) => `${nodeName} (no label of the pool)`);
}

/** Nodes of others that carry the label: on Terway their pods get addresses of the pool, and no taint keeps anybody away. */
function foreignNodes({ pool, nodes, members }: PoolSight): string[] {
  const names = new Set(members.map(({ nodeName }) => nodeName));
  const { key, value } = poolSelector(pool);
  return nodes.filter(({ name, labels }) => labels[key] === value && !names.has(name)).map(({ name }) => name);
}

/**
 * Where there are or can be nodes of the pool whose pods leave with other addresses: Terway is told no vSwitch there and
 * takes another without a word, or on Flannel the node itself is in another one.
 */
function findZoneDrift(sight: PoolSight): PoolFinding[] {
  const { pool, nodePool, vSwitches } = sight;
  const covered = new Set(pool.vSwitches.filter(({ stage }) => stage === undefined).map(({ zoneId }) => zoneId));
  const own = new Set(pool.vSwitches.map(({ vSwitchId }) => vSwitchId));
  const ofPool = (nodePool?.vSwitchIds ?? []).flatMap((vSwitchId) => {
    const zoneId = vSwitches.get(vSwitchId)?.zoneId;
    if (zoneId === undefined) return [];
    const isFine = admitsWholeNodes(pool) ? own.has(vSwitchId) : covered.has(zoneId);
    return isFine ? [] : [`${zoneId} (${vSwitchId} of the node pool)`];
  });
  const ofNodes = membersOf(sight)
    .filter(({ zoneId }) => zoneId !== '' && !covered.has(zoneId))
    .map(({ name, zoneId }) => `${zoneId} (node ${name})`);
  return findingOf('zone-uncovered', [...ofPool, ...ofNodes]);
}

/** Terway reads its configuration when it starts: a pod older than the ConfigMap may run with another network. */
function findTerwayAge({ pool, configMap, terwaySinceMs }: PoolSight, own: readonly SeenNode[]): PoolFinding[] {
  if (networkOf(pool) !== 'terway') return [];
  const sinceMs = configMap?.createdAtMs ?? 0;
  const old = own.filter(({ name }) => (terwaySinceMs.get(name) ?? sinceMs) < sinceMs);
  return findingOf(
    'terway-old',
    old.map(({ name }) => name),
  );
}
