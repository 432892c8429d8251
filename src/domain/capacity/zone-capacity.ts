import type { NodeReading, VSwitchReading, ZoneReading } from './zone-reading.ts';

/** What stops the next pod: no address in the vSwitches, interfaces of the nodes full, or no node that takes it. */
export type CapacityLimit = 'address' | 'eni' | 'node';

/** How full one zone of a pool is. Counts of addresses and pods. */
export interface ZoneCapacity {
  zoneId: string;
  vSwitches: VSwitchReading[];
  /** All addresses of its blocks; `usable` without those that the VPC keeps. */
  total: number;
  usable: number;
  /** Of the usable ones: with pods, ready on nodes that take pods, held by nobody who could use them, and not given out. */
  used: number;
  warm: number;
  stranded: number;
  free: number;
  nodes: number;
  /** Pods that are on a node and have no address. */
  waitingPods: number;
  /** Pods wait for an address and Terway says that there is none. */
  isStarving: boolean;
  /** More pods that could start at once. */
  room: number;
  /** More pods that really fit: `room` with a rolling update's surge set aside. */
  morePods: number;
  bitesFirst: CapacityLimit;
  /** 0 to 1: the share of the pods that fit that is there or waits. */
  usage: number;
}

/** A rolling update runs up to a quarter more pods for a while. */
const surge = 0.25;
/** Terway keeps five idle addresses on a node and one that an interface cannot give back (terway.md 3.3). */
const mostIdlePerNode = 6;

/** Counts what a zone can still take. Addresses that nodes hold count only as far as their nodes can give them to pods. */
export function measureZone(reading: ZoneReading): ZoneCapacity {
  const { zoneId, vSwitches, nodes } = reading;
  const usable = sumOf(vSwitches, ({ usableAddresses }) => usableAddresses);
  const used = sumOf(nodes, ({ addressedPods }) => addressedPods);
  // The cloud's count lags behind pods that have just started.
  const free = Math.max(
    0,
    Math.min(
      sumOf(vSwitches, ({ freeAddresses }) => freeAddresses),
      usable - used,
    ),
  );
  const held = Math.max(0, usable - free - used);
  const warm = Math.min(held, sumOf(nodes, idleOf));
  const waitingPods = sumOf(nodes, (node) => node.waitingPods);
  const { room, bitesFirst } = roomOf(reading, free + warm);
  const demand = used + waitingPods;
  return {
    zoneId,
    vSwitches: [...vSwitches],
    total: sumOf(vSwitches, totalOf),
    usable,
    used,
    warm,
    stranded: held - warm,
    free,
    nodes: nodes.length,
    waitingPods,
    isStarving: nodes.some((node) => node.lacksAddresses && node.waitingPods > 0),
    room,
    morePods: Math.max(0, Math.floor((used + room) / (1 + surge)) - used),
    bitesFirst,
    usage: demand === 0 ? 0 : Math.min(1, demand / (used + room)),
  };
}

function roomOf(reading: ZoneReading, addresses: number): { room: number; bitesFirst: CapacityLimit } {
  const { nodes, addableNodes, perNewNode } = reading;
  const open = nodes.filter(({ takesPods }) => takesPods);
  const limits: { limit: CapacityLimit; room: number }[] = [
    { limit: 'address', room: addresses },
    { limit: 'eni', room: sumOf(open, addressRoomOf) + addableNodes * perNewNode.addresses },
    {
      limit: 'node',
      room: sumOf(open, ({ mostPods, pods }) => Math.max(0, mostPods - pods)) + addableNodes * perNewNode.pods,
    },
  ];
  const [first = { limit: 'address', room: 0 }] = limits.toSorted((left, right) => left.room - right.room);
  return { room: first.room, bitesFirst: first.limit };
}

function addressRoomOf({ mostAddresses, addressedPods }: NodeReading): number {
  return Math.max(0, mostAddresses - addressedPods);
}

function idleOf(node: NodeReading): number {
  return node.takesPods ? Math.min(mostIdlePerNode, addressRoomOf(node)) : 0;
}

function totalOf({ usableAddresses }: VSwitchReading): number {
  return usableAddresses + 4;
}

function sumOf<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
