import { type Block, blockOf, cidrOf, contains, overlaps } from './cidr.ts';

export interface AddressSpace {
  /** Primary block of the VPC and its secondary ones: a pool block lies inside exactly one. */
  vpcCidrs: string[];
  /** Where pools may be carved out; empty: anywhere in the VPC. */
  poolCidrs: string[];
  /** vSwitches, reservations of ours and of the VPC, service and pod CIDRs, user CIDRs: no overlap with any. */
  taken: string[];
  routes: RouteDestination[];
}

export interface RouteDestination {
  cidr: string;
  /** Learned from CEN, VPN or peering rather than set in the VPC's own table. */
  learned: boolean;
}

export interface Allocation {
  cidrs: string[];
  /** Learned supernets that the blocks lie inside of: allowed, but worth a word. */
  insideLearned: string[];
}

/** Ranges in which no vSwitch may lie (VPC documentation). */
const reserved = ['100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'].map(blockOf);

/** Supernets that networks announce as a whole; being inside one means nothing. */
const supernets = new Set(['0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);

/**
 * Finds the lowest free, aligned blocks of the given prefixes, in the given order, so that none overlaps anything
 * taken or another one (DESIGN promise 5). Undefined when one of them finds no room. Time grows with the number of
 * taken ranges, not with the size of the VPC.
 */
export function allocateCidrs(space: AddressSpace, prefixes: number[]): Allocation | undefined {
  const routes = space.routes
    .filter(({ cidr }) => !supernets.has(cidr))
    .map(({ cidr, learned }) => ({ ...blockOf(cidr), learned }));
  const areas = areasOf(space);
  const taken = [...reserved, ...space.taken.map(blockOf)].sort(byFirst);
  const found: Block[] = [];
  for (const prefix of prefixes) {
    const size = 2 ** (32 - prefix);
    const others = [...found, ...routes.filter((route) => keepsAway(route, size))].sort(byFirst);
    const block = firstFree(areas, merged(taken, others), size);
    if (!block) return undefined;
    found.push(block);
  }
  return { cidrs: found.map(cidrOf), insideLearned: learnedSupernets(space.routes, found) };
}

/** Checks blocks that are chosen already against the same rules. Answers the taken range that is in the way. */
export function findObstacle(space: AddressSpace, cidr: string): string | undefined {
  const block = blockOf(cidr);
  const size = block.last - block.first + 1;
  if (!space.vpcCidrs.some((vpc) => contains(blockOf(vpc), block))) return 'the VPC has no block that contains it';
  const taken = [...space.taken, ...reserved.map(cidrOf)].find((other) => overlaps(blockOf(other), block));
  if (taken) return taken;
  const route = space.routes.find(
    (one) =>
      !supernets.has(one.cidr) &&
      keepsAway({ ...blockOf(one.cidr), learned: one.learned }, size) &&
      overlaps(blockOf(one.cidr), block),
  );
  return route?.cidr;
}

/** A learned route keeps all blocks out; one of the VPC's own only those that would equal or contain it. */
function keepsAway(route: Block & { learned: boolean }, size: number): boolean {
  return route.learned || route.last - route.first + 1 <= size;
}

function areasOf(space: AddressSpace): Block[] {
  const vpc = space.vpcCidrs.map(blockOf);
  if (space.poolCidrs.length === 0) return vpc.sort(byFirst);
  const pools = space.poolCidrs.map(blockOf);
  return vpc.flatMap((block) => pools.flatMap((pool) => intersection(block, pool))).sort(byFirst);
}

function intersection(left: Block, right: Block): Block[] {
  if (contains(left, right)) return [right];
  return contains(right, left) ? [left] : [];
}

function firstFree(areas: Block[], barriers: Block[], size: number): Block | undefined {
  for (const area of areas) {
    let first = Math.ceil(area.first / size) * size;
    for (const barrier of barriers) {
      if (first + size - 1 > area.last) break;
      if (barrier.last < first) continue;
      if (barrier.first > first + size - 1) break;
      first = Math.ceil((barrier.last + 1) / size) * size;
    }
    if (first + size - 1 <= area.last) return { first, last: first + size - 1 };
  }
  return undefined;
}

function learnedSupernets(routes: RouteDestination[], found: Block[]): string[] {
  return routes
    .filter(({ cidr, learned }) => learned && supernets.has(cidr) && cidr !== '0.0.0.0/0')
    .filter(({ cidr }) => found.some((block) => contains(blockOf(cidr), block)))
    .map(({ cidr }) => cidr);
}

/** Two lists in order as one in order. */
function merged(left: Block[], right: Block[]): Block[] {
  const all: Block[] = [];
  let index = 0;
  for (const block of left) {
    for (let other = right[index]; other && other.first < block.first; other = right[index]) {
      all.push(other);
      index += 1;
    }
    all.push(block);
  }
  return all.concat(right.slice(index));
}

const byFirst = (left: Block, right: Block) => left.first - right.first;
