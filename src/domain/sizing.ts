import { usableAddresses } from './cidr.ts';
import type { PoolNetwork } from './pool-network.ts';

export interface SizingRequest {
  network: PoolNetwork;
  expectedPods: number;
  zones: number;
  /** The pool's total; undefined: as many as needed, at least `defaultNodes` and one a zone. */
  nodes: { min: number; max: number } | undefined;
  defaultNodes: number;
  /** On Terway the pods that one node can give addresses to: (ENIs - 1) x addresses per ENI on shared ENIs. */
  podsPerNode: number;
  /** Of these, DaemonSet pods on every node. */
  daemonSetPods: number;
  /** On Terway a trunk ENI holds one address on every node from the start. */
  trunk: boolean;
}

export interface Sizing {
  /** Pods that one zone must hold when another zone is lost. */
  podsPerZone: number;
  prefix: number;
  usableAddresses: number;
  nodes: { min: number; max: number };
  /** `max_pool_size` for the pool's ConfigMap; undefined keeps the cluster's. */
  maxPoolSize: number | undefined;
  podsThatFit: number;
}

export type SizingProblem =
  | { kind: 'fewer-nodes-than-zones'; nodes: number; zones: number }
  | { kind: 'nodes-too-small'; nodes: number; podsThatFit: number; nodesNeeded: number }
  | { kind: 'too-many-pods'; podsPerZone: number };

/** Terway's idle addresses per node unless the pool says otherwise (terway.md 3.3). */
const defaultIdleAddresses = 5;
export const reducedIdleAddresses = 1;
/** Rolling updates run up to a quarter more pods for a while. */
const surge = 0.25;
/** vSwitches are /16 to /29; a pool block is never smaller than /28. */
const smallestPrefix = 28;
const largestPrefix = 16;

/**
 * How large each zone's block and the node pool must be (DESIGN promise 5, terway.md 3.4): with p pods for a zone,
 * the larger of 2p (the article's rule) and what p pods, their surge, DaemonSets and idle addresses really take. On
 * Flannel addresses are the nodes': twice as many as a zone has when another one is lost.
 */
export function sizePool(request: SizingRequest): Sizing | SizingProblem {
  const podsPerZone = Math.ceil(request.expectedPods / Math.max(1, request.zones - 1));
  const perNode = Math.max(1, request.podsPerNode - request.daemonSetPods);
  const nodes = nodesFor(request, perNode);
  if (nodes.min < request.zones) return { kind: 'fewer-nodes-than-zones', nodes: nodes.min, zones: request.zones };
  if (nodes.max * perNode < request.expectedPods) {
    const nodesNeeded = Math.ceil(request.expectedPods / perNode);
    return { kind: 'nodes-too-small', nodes: nodes.max, podsThatFit: nodes.max * perNode, nodesNeeded };
  }
  const { need, maxPoolSize, overhead } = addressNeed({ ...request, podsPerZone, mostNodes: nodes.max });
  const prefix = prefixFor(need);
  if (prefix === undefined) return { kind: 'too-many-pods', podsPerZone };
  return {
    podsPerZone,
    prefix,
    usableAddresses: usableAddresses(prefix),
    nodes,
    maxPoolSize,
    podsThatFit: Math.min(podsByAddresses(request, usableAddresses(prefix) - overhead), nodes.max * perNode),
  };
}

export interface AddressNeed {
  /** Usable addresses that one zone has to have. */
  need: number;
  /** Of it what nodes hold or use for other things than the pool's pods. */
  overhead: number;
  maxPoolSize: number | undefined;
}

/**
 * What p pods in a zone take. `maxPoolSize` is the number of idle addresses that a node keeps already; nodes are told to
 * keep fewer when they would hold more than the pods use.
 */
export function addressNeed(
  request: Pick<SizingRequest, 'network' | 'zones' | 'trunk' | 'daemonSetPods'> & {
    podsPerZone: number;
    mostNodes: number;
    maxPoolSize?: number | undefined;
  },
): AddressNeed {
  const { podsPerZone, mostNodes, trunk, daemonSetPods } = request;
  const nodesPerZone = Math.ceil(mostNodes / Math.max(1, request.zones - 1));
  if (request.network === 'flannel') return { need: 2 * nodesPerZone, overhead: 0, maxPoolSize: undefined };
  const isWasteful = nodesPerZone * (request.maxPoolSize ?? defaultIdleAddresses) > podsPerZone;
  const maxPoolSize = isWasteful ? reducedIdleAddresses : request.maxPoolSize;
  const overhead = nodesPerZone * ((maxPoolSize ?? defaultIdleAddresses) + (trunk ? 1 : 0) + daemonSetPods);
  return { need: Math.max(2 * podsPerZone, Math.ceil(podsPerZone * (1 + surge)) + overhead), overhead, maxPoolSize };
}

/** On Flannel a pod takes no address. */
function podsByAddresses({ network, zones }: SizingRequest, perZone: number): number {
  return network === 'flannel' ? Number.POSITIVE_INFINITY : zones * perZone;
}

export function isSizingProblem(sizing: object): sizing is SizingProblem {
  return 'kind' in sizing;
}

function nodesFor(request: SizingRequest, perNode: number): { min: number; max: number } {
  if (request.nodes) return request.nodes;
  const nodes = Math.max(request.zones, request.defaultNodes, Math.ceil(request.expectedPods / perNode));
  return { min: nodes, max: nodes };
}

/** The longest prefix with that many usable addresses; undefined when even the largest vSwitch has fewer. */
export function prefixFor(need: number): number | undefined {
  for (let prefix = smallestPrefix; prefix >= largestPrefix; prefix -= 1) {
    if (usableAddresses(prefix) >= need) return prefix;
  }
  return undefined;
}
