import { canonicalJson } from '../canonical-json.ts';
import { toldTerway } from '../eni-conf.ts';
import { isOurs } from '../markers.ts';
import { isSameGuard, namespaceGuard, namespaceGuardName } from '../namespace-guard.ts';
import type { Pool } from '../pool.ts';
import { networkOf } from '../pool-network.ts';
import { findingOf, type PoolFinding } from './pool-finding.ts';
import type { PoolSight } from './pool-sight.ts';

/** What Terway on the pool's nodes is told, against what it has to be told (DESIGN promises 2 and 3). */
export function findConfigMapDrift({ installation, pool, configMap, keptConf }: PoolSight): PoolFinding[] {
  if (networkOf(pool) !== 'terway') return [];
  const { configMapName: name, id: poolId } = pool;
  if (!configMap) return findingOf('config-map-gone', [name]);
  if (!isOurs(configMap.labels, { installation, poolId })) return findingOf('config-map-taken', [name]);
  const told = toldTerway(configMap.data);
  if (!told) return findingOf('config-map-changed', ['eni_conf cannot be read']);
  const wanted = servingByZone(pool);
  const zones = new Set([...Object.keys(told.vswitches), ...Object.keys(wanted)]);
  return findingOf('config-map-changed', [
    ...[...zones].flatMap((zoneId) => zoneDifference(zoneId, told.vswitches[zoneId], wanted[zoneId])),
    ...otherDifferences(told.rest, keptConf),
  ]);
}

/** How many addresses a node keeps idle is not for egress-pool alone to say. */
function otherDifferences(told: Readonly<Record<string, unknown>>, kept: Readonly<Record<string, unknown>>): string[] {
  const keys = [...new Set([...Object.keys(told), ...Object.keys(kept)])].filter((key) => key !== 'max_pool_size');
  return keys
    .filter((key) => canonicalJson([told[key] ?? null]) !== canonicalJson([kept[key] ?? null]))
    .map((key) => `${key} is ${key in told ? 'not what it was' : 'not there any more'}`);
}

/** The vSwitches that Terway is to make interfaces in; what joins or leaves is not among them. */
export function servingVSwitches(pool: Pick<Pool, 'vSwitches'>): { zoneId: string; vSwitchId: string }[] {
  return pool.vSwitches.flatMap(({ zoneId, vSwitchId, stage }) =>
    stage === undefined && vSwitchId !== undefined ? [{ zoneId, vSwitchId }] : [],
  );
}

function servingByZone(pool: Pool): Record<string, string[]> {
  const groups = Map.groupBy(servingVSwitches(pool), ({ zoneId }) => zoneId);
  return Object.fromEntries([...groups].map(([zoneId, all]) => [zoneId, all.map(({ vSwitchId }) => vSwitchId)]));
}

function zoneDifference(zoneId: string, told: string[] = [], wanted: string[] = []): string[] {
  const isSame = told.toSorted().join() === wanted.toSorted().join();
  return isSame
    ? []
    : [`${zoneId} has ${told.join(', ') || 'no vSwitch'} instead of ${wanted.join(', ') || 'no vSwitch'}`];
}

/** What keeps pods of other namespaces out, where that was enforced (DESIGN promise 11). */
export function findPolicyDrift({ installation, pool, policy, canaryNamespace }: PoolSight): PoolFinding[] {
  if (pool.namespacesEnforced !== true) return [];
  const name = namespaceGuardName(pool.name);
  if (!policy) return findingOf('policy-gone', [name]);
  if (!isOurs(policy.labels, { installation, poolId: pool.id })) return findingOf('policy-taken', [name]);
  const isSame = isSameGuard(policy, namespaceGuard({ ...pool, canaryNamespace }));
  return findingOf('policy-changed', [
    ...(policy.isBound ? [] : [`the binding of ${name} is gone or does not deny`]),
    ...(isSame ? [] : [`${name} does not say what it has to say`]),
  ]);
}
