import type { EmulatorClock } from '../../clock/clock.ts';
import type { Machine, Machines, NetworkInterface } from '../../machines/machines.ts';
import type { TerwayConfig } from './read-config.ts';
import type { VSwitchCounts } from './vswitch-counts.ts';

/** One node as Terway sees it. The allocations outlive the daemon: they are on the node's disk. */
export interface TerwayNode {
  machine: Machine;
  nodeName: string;
  machines: Machines;
  clock: EmulatorClock;
  counts: VSwitchCounts;
  isCentralised: boolean;
  /** The daemon runs; without it no pod gets or gives back an address. */
  isRunning: boolean;
  /** Undefined in the centralised mode until the first good reading: nothing can be allocated. */
  config: TerwayConfig | undefined;
  allocations: Map<string, Allocation>;
  /** Interfaces that are left alone for a while after their vSwitch ran out; wall-clock instants. */
  inhibitedUntil: Map<string, number>;
  /** A knob: interfaces are created here whatever the configuration says. */
  forcedVSwitchId: string | undefined;
}

export interface Allocation {
  ipAddress: string;
  networkInterfaceId: string;
  podName: string;
  /** An interface of the pod's own, which goes with it. */
  isExclusive: boolean;
}

/** Every secondary and trunk interface is adopted, in whatever vSwitch it is; exclusive ones belong to their pod. */
export function interfacesOf(node: TerwayNode): NetworkInterface[] {
  const exclusive = new Set<string>();
  for (const one of node.allocations.values()) if (one.isExclusive) exclusive.add(one.networkInterfaceId);
  return node.machines
    .networkInterfaces(node.machine.instanceId)
    .filter((eni) => (eni.type === 'Secondary' || eni.type === 'Trunk') && !exclusive.has(eni.networkInterfaceId));
}

export interface IdleAddress {
  ipAddress: string;
  networkInterfaceId: string;
  isPrimary: boolean;
}

export function idleAddressesOf(node: TerwayNode): IdleAddress[] {
  const used = new Set([...node.allocations.values()].map((one) => one.ipAddress));
  return interfacesOf(node).flatMap((eni) =>
    eni.ipAddresses
      .map((ipAddress, index) => ({
        ipAddress,
        networkInterfaceId: eni.networkInterfaceId,
        isPrimary: index === 0,
      }))
      .filter((one) => !used.has(one.ipAddress)),
  );
}
