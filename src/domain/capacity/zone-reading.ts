import type { PoolNetwork } from '../pool-network.ts';

/** A vSwitch of a zone as the cloud counts it; the count may be minutes old (terway.md 3.3). */
export interface VSwitchReading {
  vSwitchId: string;
  cidrBlock: string;
  /** All addresses of the block but the four that the VPC keeps. */
  usableAddresses: number;
  freeAddresses: number;
}

/** A node of the pool as its cluster shows it. */
export interface NodeReading {
  name: string;
  zoneId: string;
  /** Ready and not cordoned. */
  takesPods: boolean;
  /** What its interfaces can hold: (ENIs - 1) x addresses per ENI (terway.md 4). */
  mostAddresses: number;
  /** What its kubelet runs. */
  mostPods: number;
  /** Pods on it, and those of them with an address of their own. */
  pods: number;
  addressedPods: number;
  /** Pods that were given to it and have no address yet. */
  waitingPods: number;
  /** Terway says `SufficientIP=False`, or an allocation failed lately. The opposite is no evidence. */
  lacksAddresses: boolean;
}

/** What is known of one zone of a pool at one moment. */
export interface ZoneReading {
  /** On Flannel the nodes have the addresses, and pods none that count here. */
  network: PoolNetwork;
  zoneId: string;
  vSwitches: readonly VSwitchReading[];
  nodes: readonly NodeReading[];
  /** Nodes that may still be added here. */
  addableNodes: number;
  /** What a node that is added can take. */
  perNewNode: { addresses: number; pods: number };
}
