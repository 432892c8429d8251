import { admitsWholeNodes } from '../pool-network.ts';
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
  /** Pods with an address. On Terway it is one of the usable ones, and the others are the next three. */
  used: number;
  /** Ready on nodes that take pods, held by nobody who could use them, and not given out. */
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

/**
 * Counts what a zone can still take. Addresses that nodes hold count only as far as their nodes can give them to pods; on
 * Flannel they are the nodes' own, and limit the nodes that may still come.
 */
export function measureZone(reading: ZoneReading): ZoneCapacity {
  const { zoneId, vSwitches, nodes } = reading;
  const usable = sumOf(vSwitches, ({ usableAddresses }) => usableAddresses);
  const used = sumOf(nodes, ({ addressedPods }) => addressedPods);
  const isNodeBound = admitsWholeNodes(reading);
  const taken = isNodeBound ? nodes.length : used;
  // The cloud's count lags behind pods that have just started.
  const free = Math.max(
    0,
    Math.min(
      sumOf(vSwitches, ({ freeAddresses }) => freeAddresses),
      usable - taken,
    ),
  );
  const held = isNodeBound ? 0 : Math.max(0, usable - free - used);
  const warm = Math.min(held, sumOf(nodes, idleOf));
  const waitingPods = sumOf(nodes, (node) => node.waitingPods);
  const { room, bitesFirst } = firstOf(isNodeBound ? nodeLimits(reading, free) : podLimits(reading, free + warm));
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

interface Limit {
  limit: CapacityLimit;
  /** Pods that it lets start. */
  room: number;
}

function podLimits(reading: ZoneReading, addresses: number): Limit[] {
  const { nodes, addableNodes, perNewNode } = reading;
  const open = nodes.filter(({ takesPods }) => takesPods);
  return [
    { limit: 'address', room: addresses },
    { limit: 'eni', room: sumOf(open, addressRoomOf) + addableNodes * perNewNode.addresses },
    { limit: 'node', room: sumOf(open, slotsOf) + addableNodes * perNewNode.pods },
  ];
}

/** Addresses stop nodes that could come, not pods on those that are there. */
function nodeLimits({ nodes, addableNodes, perNewNode }: ZoneReading, addresses: number): Limit[] {
  const slots = sumOf(
    nodes.filter(({ takesPods }) => takesPods),
    slotsOf,
  );
  return [
    { limit: 'node', room: slots + addableNodes * perNewNode.pods },
    ...(addresses < addableNodes ? [{ limit: 'address' as const, room: slots + addresses * perNewNode.pods }] : []),
  ];
}

function firstOf(limits: Limit[]): { room: number; bitesFirst: CapacityLimit } {
  const [first = { limit: 'address', room: 0 }] = limits.toSorted((left, right) => left.room - right.room);
  return { room: first.room, bitesFirst: first.limit };
}

function slotsOf({ mostPods, pods }: NodeReading): number {
  return Math.max(0, mostPods - pods);
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
