import { isOurs } from '../markers.ts';
import { admitsWholeNodes } from '../pool-network.ts';
import { findingOf, type PoolFinding } from './pool-finding.ts';
import type { PoolSight, SeenInterface } from './pool-sight.ts';

/** What has addresses of the pool and should not, and what of the pool has addresses of others. */
export function findNetworkDrift(sight: PoolSight): PoolFinding[] {
  const { pool, members, interfaces } = sight;
  const nodeOf = new Map(members.map(({ instanceId, nodeName }) => [instanceId, nodeName]));
  const own = new Set(pool.vSwitches.flatMap(({ vSwitchId }) => vSwitchId ?? []));
  const isNodeBound = admitsWholeNodes(pool);
  const away = interfaces.filter(
    ({ type, vSwitchId, instanceId }) =>
      (isNodeBound || type !== 'Primary') && nodeOf.has(instanceId ?? '') && !own.has(vSwitchId),
  );
  const strange = interfaces.filter((one) => own.has(one.vSwitchId) && !isOfPool(one, { nodeOf, isNodeBound }));
  return [
    ...findingOf('vswitch-lost', lostVSwitches(sight)),
    ...findingOf(
      'interface-foreign',
      away.map(
        ({ networkInterfaceId, vSwitchId, instanceId }) =>
          `${nodeOf.get(instanceId ?? '') ?? instanceId}: ${networkInterfaceId} in ${vSwitchId}`,
      ),
    ),
    ...[...Map.groupBy(strange, ({ vSwitchId }) => vSwitchId)].flatMap(([vSwitchId, all]) =>
      findingOf('vswitch-shared', all.map(interfaceWords), vSwitchId),
    ),
  ];
}

/** On Flannel the pool's machines; else Terway's interfaces on them, and what it left behind, attached to nothing. */
function isOfPool(
  { instanceId, type, tags }: SeenInterface,
  { nodeOf, isNodeBound }: { nodeOf: ReadonlyMap<string, string>; isNodeBound: boolean },
): boolean {
  if (instanceId !== undefined) return nodeOf.has(instanceId) && (isNodeBound || type !== 'Primary');
  return !isNodeBound && tags.some(({ key, value }) => key === 'creator' && value === 'terway');
}

function interfaceWords({ networkInterfaceId, instanceId, type, description }: SeenInterface): string {
  const which = type === 'Primary' ? `${networkInterfaceId}, the primary one` : networkInterfaceId;
  if (instanceId !== undefined) return `${which} of ${instanceId}`;
  return description === '' ? which : `${which} (${description.slice(0, 60)})`;
}

function lostVSwitches({ installation, pool, vSwitches }: PoolSight): string[] {
  return pool.vSwitches.flatMap(({ vSwitchId, zoneId, cidrBlock, stage }) => {
    if (vSwitchId === undefined || stage === 'left') return [];
    const found = vSwitches.get(vSwitchId);
    if (!found) return [`${vSwitchId} is gone`];
    if (found.zoneId !== zoneId || found.cidrBlock !== cidrBlock)
      return [`${vSwitchId} is ${found.cidrBlock} in ${found.zoneId} instead of ${cidrBlock} in ${zoneId}`];
    return isOurs(found.tags, { installation, poolId: pool.id }) ? [] : [`${vSwitchId} has lost its marker tags`];
  });
}
