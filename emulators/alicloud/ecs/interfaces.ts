import { freeAddresses, takeAddresses } from '../vpc/addresses.ts';
import { listedFromMs, type World } from '../world.ts';
import type { InterfaceRecord } from './state.ts';

export interface NewInterface {
  instanceId: string;
  vSwitchId: string;
  type: InterfaceRecord['type'];
  addressCount: number;
  securityGroupId: string;
  tags: Record<string, string>;
}

/** Makes an attached interface with addresses of its vSwitch; undefined when the vSwitch has too few or is gone. */
export function addInterface(world: World, request: NewInterface): InterfaceRecord | undefined {
  const vSwitch = world.vpc.vSwitches.get(request.vSwitchId);
  const ipAddresses = vSwitch && takeAddresses(vSwitch, request.addressCount);
  if (!vSwitch || !ipAddresses) return undefined;
  const record: InterfaceRecord = {
    networkInterfaceId: world.ids.networkInterface(),
    instanceId: request.instanceId,
    vpcId: vSwitch.vpcId,
    vSwitchId: vSwitch.vSwitchId,
    zoneId: vSwitch.zoneId,
    type: request.type,
    status: 'InUse',
    ipAddresses,
    securityGroupId: request.securityGroupId,
    tags: request.tags,
    isServiceManaged: false,
    createdAtMs: world.clock.now(),
    listedFromMs: listedFromMs(world),
  };
  world.ecs.networkInterfaces.set(record.networkInterfaceId, record);
  return record;
}

/** The interface is gone and its addresses are free. */
export function removeInterface(world: World, record: InterfaceRecord): void {
  const vSwitch = world.vpc.vSwitches.get(record.vSwitchId);
  if (vSwitch) freeAddresses(vSwitch, record.ipAddresses);
  world.ecs.networkInterfaces.delete(record.networkInterfaceId);
}

export function interfacesOf(world: World, instanceId: string): InterfaceRecord[] {
  return [...world.ecs.networkInterfaces.values()].filter((record) => record.instanceId === instanceId);
}
