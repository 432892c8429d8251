import type { VSwitch } from '../../cloud/cloud.ts';
import { blockOf, prefixOf, usableAddresses } from '../../domain/cidr.ts';
import { type ClusterRecord, readClusterRecord } from '../../domain/cluster-record.ts';
import { readEniConf } from '../../domain/eni-conf.ts';
import { configMapNameOf, poolIdPattern, poolNamePattern } from '../../domain/names.ts';
import { isSameGuard, namespaceGuard } from '../../domain/namespace-guard.ts';
import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import { networkNames, poolSelector } from '../../domain/pool-network.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { FoundPool } from './find-pools.ts';

export interface JudgedPool {
  /** As it is to be in the store; undefined when it cannot be taken over. */
  pool: Pool | undefined;
  record: ClusterRecord | undefined;
  /** Why it cannot be taken over, one sentence each. */
  problems: string[];
  /** What is not as it should be and does not stand in the way. */
  notes: string[];
}

/**
 * The pool that these resources make up. Everything that a whitelist rests on is what the clouds say; only what they do
 * not know (pods, namespaces, owner) is taken from the record. It is `degraded`: a canary has to prove it again.
 */
export function judgePool(found: FoundPool, canaryNamespace: string): JudgedPool {
  const record = readRecord(found);
  const configMapName = configMapOf(found, record);
  const vSwitchesByZone = servingVSwitches(found, configMapName);
  const [nodePool] = found.nodePools;
  const problems = [
    ...(poolIdPattern.test(found.poolId) && poolNamePattern.test(found.poolName) ? [] : ['its marker is malformed']),
    ...(typeof record === 'string' ? [record] : []),
    ...(typeof vSwitchesByZone === 'string' ? [vSwitchesByZone] : []),
    ...(found.nodePools.length === 1 ? [] : [`${found.nodePools.length} node pools carry its marker`]),
  ];
  if (typeof record === 'string' || typeof vSwitchesByZone === 'string' || !nodePool || problems.length > 0) {
    return { pool: undefined, record: undefined, problems, notes: [] };
  }
  problems.push(...networkProblems(found, vSwitchesByZone));
  const vSwitches = found.vSwitches.map((one) => toPoolVSwitch(one, vSwitchesByZone));
  const { enable, min, max } = nodePool.autoScaling;
  const nodes = enable ? { min, max } : { min: nodePool.desiredSize, max: nodePool.desiredSize };
  const pool = readPool(found, {
    ...record.pool,
    ...{
      configMapName,
      network: found.network,
      nodes,
      nodePoolId: nodePool.nodePoolId,
      instanceTypes: nodePool.instanceTypes,
      vSwitches,
    },
  });
  if (!pool) problems.push('its record lacks what the clouds do not know, such as its pods');
  if (!pool || problems.length > 0) return { pool: undefined, record, problems, notes: [] };
  const guarded = isGuarded(found, pool, canaryNamespace);
  return {
    pool: { ...pool, namespacesEnforced: pool.namespaces.length > 0 ? guarded : undefined },
    record,
    problems,
    notes: notesOf(found, pool, guarded),
  };
}

function readRecord({ record, poolId, poolName, cluster, network }: FoundPool): ClusterRecord | string {
  if (!record) return 'its record ConfigMap is gone, or it was never finished';
  try {
    const read = readClusterRecord(record.data);
    const { poolId: id, poolName: name, clusterId } = read.pool;
    const isItsOwn = id === poolId && name === poolName && clusterId === cluster.clusterId;
    if (!isItsOwn) return 'its record ConfigMap is that of another pool';
    // What is not clear is a problem of its own.
    if (!network || (read.pool.network ?? 'terway') === network) return read;
    return `its record is of another network than its cluster uses (${networkNames[network]})`;
  } catch {
    return 'its record ConfigMap cannot be read';
  }
}

/** One that was made by hand has the name that it was given. */
function configMapOf({ poolName }: FoundPool, record: ClusterRecord | string): string {
  const given = typeof record === 'string' ? undefined : record.pool.configMapName;
  return typeof given === 'string' ? given : configMapNameOf(poolName);
}

/** What pods get addresses of, by zone: as Terway is told, else the nodes' own. A sentence when that is not clear. */
function servingVSwitches(found: FoundPool, name: string): Record<string, string[]> | string {
  const { configMaps, network, nodePools, zoneOf } = found;
  if (!network) return `which network its cluster ${found.cluster.name} has is not clear`;
  if (network === 'flannel') {
    const ids = nodePools.flatMap(({ vSwitchIds }) => vSwitchIds);
    const byZone = Object.groupBy(ids, (id) => zoneOf.get(id) ?? 'an unknown zone');
    return Object.fromEntries(Object.entries(byZone).map(([zoneId, inZone = []]) => [zoneId, inZone]));
  }
  const configMap = configMaps.find((one) => one.name === name);
  if (!configMap) return `Terway's ConfigMap ${name} is gone`;
  try {
    return readEniConf(configMap.data).vswitches;
  } catch {
    return `Terway's ConfigMap ${name} cannot be read`;
  }
}

/** What would let pods out with addresses that are not the pool's (DESIGN promises 2 and 3). */
function networkProblems(found: FoundPool, byZone: Record<string, string[]>): string[] {
  const ours = new Map(found.vSwitches.map((one) => [one.vSwitchId, one]));
  const listed = Object.entries(byZone).flatMap(([zoneId, ids]) => ids.map((id) => ({ zoneId, id })));
  const zones = new Set(listed.map(({ zoneId }) => zoneId));
  const who = whoNames(found);
  const nodeZones = found.nodePools.flatMap(({ vSwitchIds }) => vSwitchIds.map((id) => found.zoneOf.get(id) ?? id));
  return [
    ...(listed.length === 0 ? [`${who} names no vSwitch`] : []),
    ...listed
      .filter(({ id, zoneId }) => ours.get(id)?.zoneId !== zoneId)
      .map(({ id, zoneId }) => `${who} names ${id} for ${zoneId}, which is no vSwitch of the pool there`),
    ...[...new Set(nodeZones)]
      .filter((zoneId) => !zones.has(zoneId))
      .map((zoneId) => `its node pool has nodes in ${zoneId}, for which ${who} names no vSwitch`),
  ];
}

function whoNames({ network }: FoundPool): string {
  return network === 'terway' ? "Terway's ConfigMap" : 'its node pool';
}

/** One that is named nowhere serves nobody: a resize was under way, and the next one finishes it. */
function toPoolVSwitch(one: VSwitch, byZone: Record<string, string[]>): PoolVSwitch {
  const { zoneId, vSwitchId, cidrBlock, availableIpAddressCount: freeAddresses } = one;
  const isListed = byZone[zoneId]?.includes(vSwitchId) === true;
  return {
    ...{ zoneId, vSwitchId, cidrBlock, freeAddresses, canaryIp: undefined },
    usableAddresses: usableAddresses(prefixOf(blockOf(cidrBlock))),
    ...(isListed ? {} : { stage: 'leaving' as const }),
  };
}

function readPool(found: FoundPool, document: Record<string, unknown>): Pool | undefined {
  const { poolId: id, poolName: name, cluster, vpcId } = found;
  const own = {
    ...{ name, clusterName: cluster.name, clusterId: cluster.clusterId, regionId: cluster.regionId, vpcId },
    operationId: id.replace(/^pool-/, 'op-'),
    // Whoever was asked about it before is asked again.
    review: undefined,
  };
  // Records of before held less.
  const before = {
    ...{ namespaces: [], requestedBy: { kind: 'system', name: 'reconcile' }, createdAtMs: found.record?.createdAtMs },
  };
  const fields = { pool: JSON.stringify({ ...before, ...document, ...own }) };
  try {
    return poolOf({ id, state: 'degraded', epoch: 0, rev: 0, fields });
  } catch {
    return undefined;
  }
}

function isGuarded({ policy }: FoundPool, pool: Pool, canaryNamespace: string): boolean {
  return policy?.isBound === true && isSameGuard(policy, namespaceGuard({ ...pool, canaryNamespace }));
}

function notesOf(found: FoundPool, pool: Pool, guarded: boolean): string[] {
  const [nodePool] = found.nodePools;
  const { key, value } = poolSelector(pool);
  const hasLabel = nodePool?.labels.some((one) => one.key === key && one.value === value) === true;
  const leaving = pool.vSwitches.filter(({ stage }) => stage === 'leaving');
  const extra = found.configMaps.filter(({ name }) => name !== pool.configMapName);
  return [
    ...(hasLabel ? [] : [`its node pool lacks the label ${key}=${value}`]),
    ...(pool.namespaces.length === 0 ? ['its record names no namespaces, so nothing can be opened for it'] : []),
    ...(pool.namespaces.length > 0 && !guarded
      ? [`its admission policy does not guard ${pool.namespaces.join(', ')}`]
      : []),
    ...leaving.map(({ vSwitchId }) => `vSwitch ${vSwitchId} is not in use; the next resize gives it back`),
    ...extra.map(({ name }) => `ConfigMap ${name} carries its marker as well`),
  ];
}
