import type { PoolNetwork } from './pool-network.ts';
import { addressNeed, prefixFor, reducedIdleAddresses, type SizingProblem } from './sizing.ts';

/** A pool as it is, and what it is to hold. */
export interface ResizeRequest {
  network: PoolNetwork;
  expectedPods: { from: number; to: number };
  /** As asked; undefined: as many as are needed, and none fewer than there are. */
  askedNodes: { min: number; max: number } | undefined;
  nodes: { min: number; max: number };
  /** In the order in which they were made; every zone of the pool has at least one. */
  vSwitches: readonly { vSwitchId: string; zoneId: string; usableAddresses: number }[];
  podsPerNode: number;
  daemonSetPods: number;
  trunk: boolean;
  /** `max_pool_size` of the pool's ConfigMap; undefined: the cluster's. */
  maxPoolSize: number | undefined;
}

/** What has to be different, before anybody has looked for free blocks. */
export interface ResizeShape {
  nodes: { min: number; max: number };
  maxPoolSize: number | undefined;
  /** One more vSwitch for each of these zones. */
  added: { zoneId: string; prefix: number }[];
  /** Ids; each zone keeps at least one. */
  removed: string[];
  podsPerZone: number;
  /** Usable addresses that each zone has to have. */
  addressesPerZone: number;
}

/** On Flannel: nodes need more addresses than the vSwitches have that are there. */
export type ResizeProblem = SizingProblem | { kind: 'too-many-nodes'; nodes: number; addressesPerZone: number };

export function isResizeProblem(shape: ResizeShape | ResizeProblem): shape is ResizeProblem {
  return 'kind' in shape;
}

/**
 * What has to grow or shrink so that the pool holds the pods (DESIGN promise 5, over all vSwitches of a zone). Fewer
 * idle addresses on the nodes are preferred to another vSwitch where that is enough; vSwitches go only when the pool is
 * to hold fewer pods than before. On Flannel only the number of nodes changes.
 */
export function shapeResize(request: ResizeRequest): ResizeShape | ResizeProblem {
  const zones = [...new Set(request.vSwitches.map(({ zoneId }) => zoneId))];
  const podsPerZone = Math.ceil(request.expectedPods.to / Math.max(1, zones.length - 1));
  const perNode = Math.max(1, request.podsPerNode - request.daemonSetPods);
  const nodesNeeded = Math.max(zones.length, Math.ceil(request.expectedPods.to / perNode));
  const nodes = request.askedNodes ?? nodesFor(request.nodes, nodesNeeded);
  if (nodes.min < zones.length) return { kind: 'fewer-nodes-than-zones', nodes: nodes.min, zones: zones.length };
  if (nodes.max < nodesNeeded) {
    return { kind: 'nodes-too-small', nodes: nodes.max, podsThatFit: nodes.max * perNode, nodesNeeded };
  }
  const look = { ...request, zones: zones.length, podsPerZone, mostNodes: nodes.max };
  const { need, maxPoolSize } = addressNeed(look);
  const frugal = addressNeed({ ...look, maxPoolSize: reducedIdleAddresses }).need;
  const missing = (needed: number) => zones.filter((zoneId) => roomOf(request, zoneId) < needed);
  const sized = { nodes, podsPerZone };
  if (missing(need).length > 0 && missing(frugal).length === 0) {
    return { ...sized, maxPoolSize: reducedIdleAddresses, added: [], removed: [], addressesPerZone: frugal };
  }
  const [short] = request.network === 'flannel' ? missing(need) : [];
  if (short !== undefined) {
    return { kind: 'too-many-nodes', nodes: nodes.max, addressesPerZone: roomOf(request, short) };
  }
  const added = missing(need).map((zoneId) => ({ zoneId, prefix: prefixFor(need - roomOf(request, zoneId)) }));
  if (added.some(({ prefix }) => prefix === undefined)) return { kind: 'too-many-pods', podsPerZone };
  // Nodes live in the vSwitches of a Flannel pool, so these stay as they are.
  const isSmaller = request.network === 'terway' && request.expectedPods.to < request.expectedPods.from;
  return {
    ...sized,
    maxPoolSize,
    added: added.flatMap(({ zoneId, prefix }) => (prefix === undefined ? [] : [{ zoneId, prefix }])),
    removed: isSmaller ? zones.flatMap((zoneId) => spareIn(request, zoneId, need)) : [],
    addressesPerZone: need,
  };
}

function nodesFor(now: { min: number; max: number }, needed: number): { min: number; max: number } {
  const max = Math.max(now.max, needed);
  return { min: now.min === now.max ? max : now.min, max };
}

function roomOf({ vSwitches }: ResizeRequest, zoneId: string): number {
  return vSwitches.filter((one) => one.zoneId === zoneId).reduce((sum, one) => sum + one.usableAddresses, 0);
}

/** The newest go first, as long as what is left is enough. */
function spareIn(request: ResizeRequest, zoneId: string, need: number): string[] {
  const inZone = request.vSwitches.filter((one) => one.zoneId === zoneId);
  let room = roomOf(request, zoneId);
  const spare: string[] = [];
  for (const { vSwitchId, usableAddresses } of inZone.toReversed()) {
    if (spare.length + 1 === inZone.length || room - usableAddresses < need) continue;
    room -= usableAddresses;
    spare.push(vSwitchId);
  }
  return spare;
}

/** How many pods to offer when a pool gets full: half as many again as it holds now, in tens. */
export function suggestResize(pool: { expectedPods: number }, runningPods = 0): number {
  return Math.ceil((Math.max(pool.expectedPods, runningPods) * 1.5) / 10) * 10;
}
