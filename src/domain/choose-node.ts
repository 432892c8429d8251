/** A node of a pool, as far as it matters for whether it has to go. */
export interface PoolNode {
  name: string;
  instanceId: string;
  zoneId: string;
  createdAtMs: number;
  /** Why it has to be replaced; undefined while it need not. */
  stale: string | undefined;
}

export interface NodeChoice {
  node: PoolNode;
  why: string;
  /** Another node has to be there first, so that its pods have somewhere to go. */
  needsRoom: boolean;
}

/**
 * The next node to take out, one at a time: those that have to be replaced first, then those that are too many, newest
 * first and never the last of a zone. Undefined when all is as it is to be.
 */
export function chooseNode(nodes: readonly PoolNode[], wanted: number): NodeChoice | undefined {
  const inZone = (zoneId: string) => nodes.filter((node) => node.zoneId === zoneId).length;
  const stale = nodes.find((node) => node.stale !== undefined);
  if (stale) {
    const needsRoom = nodes.length <= wanted || inZone(stale.zoneId) === 1;
    return { node: stale, why: stale.stale ?? '', needsRoom };
  }
  if (nodes.length <= wanted) return undefined;
  const [spare] = nodes
    .filter(({ zoneId }) => inZone(zoneId) > 1)
    .toSorted((left, right) => inZone(right.zoneId) - inZone(left.zoneId) || right.createdAtMs - left.createdAtMs);
  return spare && { node: spare, why: 'the pool needs one node less', needsRoom: false };
}

/** What a node's network interfaces say about it. Terway makes a new one only while the node has room for another. */
export interface NodeInterfaces {
  /** The vSwitch and the number of addresses of each interface but the primary one. */
  secondary: readonly { vSwitchId: string; addresses: number }[];
  /** So many interfaces, and so many addresses on each, the instance type can have. */
  mostSecondary: number;
  addressesPerInterface: number;
}

/**
 * Why a node has to be replaced for a change of the pool's vSwitches (terway.md 5): it still has an interface in one
 * that leaves; or all its interfaces are in old ones without a free address, and it can have no other.
 */
export function whyStale(
  node: NodeInterfaces,
  change: { leaving: readonly string[]; added: readonly string[]; freeIn: (vSwitchId: string) => number },
): string | undefined {
  const held = node.secondary.find(({ vSwitchId }) => change.leaving.includes(vSwitchId));
  if (held) return `it has an interface in ${held.vSwitchId}, which leaves`;
  const isFull = node.secondary.length >= node.mostSecondary;
  const reachesNew = node.secondary.some(({ vSwitchId }) => change.added.includes(vSwitchId));
  if (change.added.length === 0 || !isFull || reachesNew) return undefined;
  const stuck = node.secondary.every(
    ({ vSwitchId, addresses }) => addresses >= node.addressesPerInterface || change.freeIn(vSwitchId) === 0,
  );
  const hasRoom = node.secondary.some(({ addresses }) => addresses < node.addressesPerInterface);
  return stuck && hasRoom ? 'all its interfaces are in full vSwitches, and it can have no other' : undefined;
}

/**
 * The nodes to take out again when a growth is taken back: of those that were not there before as many as are too many,
 * first the ones that never joined, then the newest; never the last of a zone.
 */
export function chooseAdded<Node extends { instanceId: string; zoneId: string | undefined; createdAtMs: number }>(
  nodes: readonly Node[],
  { before, wanted }: { before: readonly string[]; wanted: number },
): Node[] {
  const left = [...nodes];
  const added = nodes
    .filter(({ instanceId }) => !before.includes(instanceId))
    .toSorted((one, other) => (one.createdAtMs < other.createdAtMs ? 1 : -1));
  return added.filter((node) => {
    const isLast = node.zoneId !== undefined && left.filter(({ zoneId }) => zoneId === node.zoneId).length === 1;
    if (left.length <= wanted || isLast) return false;
    left.splice(left.indexOf(node), 1);
    return true;
  });
}
