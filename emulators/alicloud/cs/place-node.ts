import type { InstanceType } from '../ecs/state.ts';
import { freeAddressCount } from '../vpc/addresses.ts';
import type { VSwitch } from '../vpc/state.ts';
import type { World } from '../world.ts';
import { instancesOf } from './find.ts';
import { instanceTypesOf, vSwitchIdsOf } from './node-pool-blocks.ts';
import type { NodePool } from './state.ts';

export interface Place {
  vSwitchId: string;
  zoneId: string;
  instanceType: string;
}

/**
 * Where the next node of a pool goes: the zone with the fewest nodes, in the order of `vswitch_ids`, and the first
 * instance type with stock there. Without stock in a zone the node shifts to another.
 */
export function placeNode(world: World, pool: NodePool): Place | { code: string; message: string } {
  const nodes = [...world.ecs.instances.values()].filter(({ clusterId }) => clusterId === pool.clusterId);
  if (nodes.length >= world.quotas.nodesPerCluster) {
    return { code: 'QuotaExceeded.Node', message: `cluster has ${nodes.length} nodes, the maximum` };
  }
  let hasStock = false;
  for (const vSwitch of candidates(world, pool)) {
    const type = instanceTypesOf(pool)
      .flatMap((id) => world.ecs.instanceTypes.get(id) ?? [])
      .find((candidate) => isInStock(world, candidate, vSwitch.zoneId));
    if (!type) continue;
    hasStock = true;
    if (freeAddressCount(vSwitch) < 1) continue;
    return { vSwitchId: vSwitch.vSwitchId, zoneId: vSwitch.zoneId, instanceType: type.id };
  }
  return hasStock
    ? { code: 'InvalidVSwitchId.IpNotEnough', message: 'The specified VSwitch has not enough IpAddress.' }
    : { code: 'RecommendEmpty.InstanceTypeNoStock', message: 'The instance types are out of stock in the zones.' };
}

export function isInStock(world: World, type: InstanceType, zoneId: string): boolean {
  if (!type.zones.includes(zoneId)) return false;
  return !world.settings.soldOut.some(
    (entry) => (entry.instanceType ?? type.id) === type.id && (entry.zoneId ?? zoneId) === zoneId,
  );
}

function candidates(world: World, pool: NodePool): VSwitch[] {
  const own = vSwitchIdsOf(pool).flatMap((id) => world.vpc.vSwitches.get(id) ?? []);
  const forced = own.filter(({ zoneId }) => zoneId === world.settings.allNodesInZone);
  if (forced.length > 0) return forced;
  const nodes = instancesOf(world, pool).filter(({ isRemoving }) => !isRemoving);
  const count = (zoneId: string) => nodes.filter((node) => node.zoneId === zoneId).length;
  return own.toSorted((one, other) => count(one.zoneId) - count(other.zoneId));
}
