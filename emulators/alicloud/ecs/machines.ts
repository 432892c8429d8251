import { MachineError, type Machines, type NetworkInterface } from '../../machines/machines.ts';
import { reportNode } from '../cs/report-node.ts';
import { freeAddressCount, freeAddresses, takeAddresses } from '../vpc/addresses.ts';
import type { World } from '../world.ts';
import { machineOf } from './announce.ts';
import { addInterface, interfacesOf, removeInterface } from './interfaces.ts';
import type { Instance, InstanceType, InterfaceRecord } from './state.ts';

/** The cloud as the Kubernetes emulator sees it. */
export function createMachines(world: World): Machines {
  return {
    watch(clusterId, events) {
      const watcher = { clusterId, events };
      world.machineWatchers.add(watcher);
      for (const instance of world.ecs.instances.values()) {
        const isUp = instance.isAnnounced && !instance.isRemoving;
        if (isUp && instance.clusterId === clusterId) events.started(machineOf(world, instance));
      }
      return () => {
        world.machineWatchers.delete(watcher);
      };
    },
    reportNode: (instanceId, node) => reportNode(world, instanceId, node),
    vSwitch(vSwitchId) {
      const vSwitch = world.vpc.vSwitches.get(vSwitchId);
      if (!vSwitch) return undefined;
      const { vpcId, zoneId, cidrBlock } = vSwitch;
      return { vSwitchId, vpcId, zoneId, cidrBlock, availableIpAddressCount: freeAddressCount(vSwitch) };
    },
    networkInterfaces: (instanceId) => interfacesOf(world, instanceId).map(view),
    createNetworkInterface: (request) => createNetworkInterface(world, request),
    assignIpAddresses: (networkInterfaceId, count) => assignIpAddresses(world, networkInterfaceId, count),
    unassignIpAddresses(networkInterfaceId, ipAddresses) {
      const record = world.ecs.networkInterfaces.get(networkInterfaceId);
      const vSwitch = record && world.vpc.vSwitches.get(record.vSwitchId);
      if (!record || !vSwitch) return;
      const [primary] = record.ipAddresses;
      const leaving = record.ipAddresses.filter((address) => address !== primary && ipAddresses.includes(address));
      record.ipAddresses = record.ipAddresses.filter((address) => !leaving.includes(address));
      freeAddresses(vSwitch, leaving);
    },
    deleteNetworkInterface(networkInterfaceId) {
      const record = world.ecs.networkInterfaces.get(networkInterfaceId);
      if (record && record.type !== 'Primary') removeInterface(world, record);
    },
  };
}

type CreateRequest = Parameters<Machines['createNetworkInterface']>[0];

function createNetworkInterface(world: World, request: CreateRequest): NetworkInterface {
  const instance = world.ecs.instances.get(request.instanceId);
  if (!instance) throw new MachineError('InvalidInstanceId.NotFound', `instance ${request.instanceId} is not found`);
  const type = instanceTypeOf(world, instance);
  const vSwitch = world.vpc.vSwitches.get(request.vSwitchId);
  if (!vSwitch) throw new MachineError('InvalidVSwitchId.NotFound', `vSwitch ${request.vSwitchId} is not found`);
  if (vSwitch.zoneId !== instance.zoneId || vSwitch.vpcId !== instance.vpcId) {
    throw new MachineError('InvalidOperation.AvailabilityZoneMismatch', 'vSwitch and instance are in different zones');
  }
  if (interfacesOf(world, instance.instanceId).length >= type.eniQuantity) {
    throw new MachineError(
      'EniPerInstanceLimitExceeded',
      `instance type ${type.id} has ${type.eniQuantity} interfaces`,
    );
  }
  if (request.addressCount > type.eniPrivateIpAddressQuantity) throw tooManyAddresses(type);
  const record = addInterface(world, { ...request, securityGroupId: instance.securityGroupId });
  if (!record) throw notEnough(request.vSwitchId);
  return view(record);
}

function assignIpAddresses(world: World, networkInterfaceId: string, count: number): string[] {
  const record = world.ecs.networkInterfaces.get(networkInterfaceId);
  const instance = record && world.ecs.instances.get(record.instanceId);
  const vSwitch = record && world.vpc.vSwitches.get(record.vSwitchId);
  if (!instance || !vSwitch) {
    throw new MachineError('InvalidEniId.NotFound', `network interface ${networkInterfaceId} is not attached`);
  }
  const type = instanceTypeOf(world, instance);
  if (record.ipAddresses.length + count > type.eniPrivateIpAddressQuantity) throw tooManyAddresses(type);
  const added = takeAddresses(vSwitch, count);
  if (!added) throw notEnough(vSwitch.vSwitchId);
  record.ipAddresses.push(...added);
  return added;
}

function instanceTypeOf(world: World, instance: Instance): InstanceType {
  const type = world.ecs.instanceTypes.get(instance.instanceType);
  if (!type) throw new MachineError('InvalidInstanceType.NotFound', `type ${instance.instanceType} is not known`);
  return type;
}

function tooManyAddresses(type: InstanceType): MachineError {
  const message = `an interface of ${type.id} has at most ${type.eniPrivateIpAddressQuantity} addresses`;
  return new MachineError('InvalidOperation.PrivateIpAddressQuantity', message);
}

function notEnough(vSwitchId: string): MachineError {
  return new MachineError(
    'InvalidVSwitchId.IpNotEnough',
    `The specified VSwitch ${vSwitchId} has not enough IpAddress.`,
  );
}

function view(record: InterfaceRecord): NetworkInterface {
  const { networkInterfaceId, instanceId, vSwitchId, zoneId, type, ipAddresses } = record;
  return { networkInterfaceId, instanceId, vSwitchId, zoneId, type, ipAddresses: [...ipAddresses] };
}
