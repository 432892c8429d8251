import {
  type Machine,
  MachineError,
  type MachineEvents,
  type Machines,
  type NetworkInterface,
  type VSwitchView,
} from '../../../emulators/machines/machines.ts';

/** A cloud small enough for a test: vSwitches with an address count, machines, interfaces. */
export interface MemoryMachines extends Machines {
  addVSwitch(o: { id: string; zone: string; cidr: string }): void;
  start(machine: Machine): void;
  release(machine: Machine): void;
  change(machine: Machine): void;
  /** From now on the vSwitch gives no address (or does again). */
  exhaust(vSwitchId: string, isExhausted?: boolean): void;
  reports: Map<string, { name: string; ready: boolean }>;
}

export function createMemoryMachines(): MemoryMachines {
  const state: State = { vSwitches: new Map(), interfaces: [], machines: [], watchers: [], next: 0 };
  const reports = new Map<string, { name: string; ready: boolean }>();
  return {
    reports,
    ...worldOf(state),
    watch(clusterId, events) {
      const entry = { clusterId, events };
      state.watchers.push(entry);
      for (const machine of state.machines) if (machine.clusterId === clusterId) events.started(machine);
      return () => {
        state.watchers = state.watchers.filter((one) => one !== entry);
      };
    },
    reportNode: (instanceId, node) => {
      reports.set(instanceId, node);
    },
    vSwitch: (id) => viewOf(state, id),
    networkInterfaces: (instanceId) => state.interfaces.filter((one) => one.instanceId === instanceId),
    createNetworkInterface: ({ instanceId, vSwitchId, type, addressCount }) => {
      const view = viewOf(state, vSwitchId);
      if (view === undefined) throw new MachineError('InvalidVSwitchId.NotFound', 'the vSwitch does not exist');
      state.next += 1;
      const eni: NetworkInterface = {
        networkInterfaceId: `eni-${state.next}`,
        instanceId,
        vSwitchId,
        zoneId: view.zoneId,
        type,
        ipAddresses: take(state, vSwitchId, addressCount),
      };
      state.interfaces.push(eni);
      return eni;
    },
    assignIpAddresses: (id, count) => {
      const eni = interfaceOf(state, id);
      const taken = take(state, eni.vSwitchId, count);
      eni.ipAddresses.push(...taken);
      return taken;
    },
    unassignIpAddresses: (id, addresses) => {
      const eni = interfaceOf(state, id);
      eni.ipAddresses = eni.ipAddresses.filter((one) => !addresses.includes(one));
      for (const address of addresses) state.vSwitches.get(eni.vSwitchId)?.used.delete(address);
    },
    deleteNetworkInterface: (id) => {
      const eni = interfaceOf(state, id);
      for (const address of eni.ipAddresses) state.vSwitches.get(eni.vSwitchId)?.used.delete(address);
      state.interfaces = state.interfaces.filter((one) => one !== eni);
    },
  };
}

interface State {
  vSwitches: Map<string, { zone: string; cidr: string; used: Set<string>; isExhausted: boolean }>;
  interfaces: NetworkInterface[];
  machines: Machine[];
  watchers: { clusterId: string; events: MachineEvents }[];
  next: number;
}

function worldOf(state: State) {
  const tell = (machine: Machine, name: keyof MachineEvents): void => {
    for (const one of state.watchers) if (one.clusterId === machine.clusterId) one.events[name](machine);
  };
  return {
    addVSwitch: ({ id, zone, cidr }: { id: string; zone: string; cidr: string }) => {
      state.vSwitches.set(id, { zone, cidr, used: new Set(), isExhausted: false });
    },
    start: (machine: Machine) => {
      state.machines.push(machine);
      tell(machine, 'started');
    },
    release: (machine: Machine) => tell(machine, 'released'),
    change: (machine: Machine) => tell(machine, 'changed'),
    exhaust: (id: string, isExhausted = true) => {
      const vSwitch = state.vSwitches.get(id);
      if (vSwitch !== undefined) vSwitch.isExhausted = isExhausted;
    },
  };
}

function viewOf(state: State, id: string): VSwitchView | undefined {
  const found = state.vSwitches.get(id);
  if (found === undefined) return undefined;
  const availableIpAddressCount = found.isExhausted ? 0 : 252 - found.used.size;
  return { vSwitchId: id, vpcId: 'vpc-1', zoneId: found.zone, cidrBlock: found.cidr, availableIpAddressCount };
}

function interfaceOf(state: State, id: string): NetworkInterface {
  const eni = state.interfaces.find((one) => one.networkInterfaceId === id);
  if (eni === undefined) throw new MachineError('InvalidEniId.NotFound', 'no such interface');
  return eni;
}

function take(state: State, vSwitchId: string, count: number): string[] {
  const vSwitch = state.vSwitches.get(vSwitchId);
  if (vSwitch === undefined || vSwitch.isExhausted) {
    throw new MachineError(
      'InvalidVSwitchId.IpNotEnough',
      `The specified VSwitch ${vSwitchId} has not enough IpAddress.`,
    );
  }
  const prefix = vSwitch.cidr.split('.').slice(0, 3).join('.');
  const taken: string[] = [];
  for (let last = 1; last < 253 && taken.length < count; last += 1) {
    const address = `${prefix}.${last}`;
    if (vSwitch.used.has(address)) continue;
    vSwitch.used.add(address);
    taken.push(address);
  }
  return taken;
}
