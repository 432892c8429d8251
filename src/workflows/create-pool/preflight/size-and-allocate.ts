import type { InstanceType } from '../../../cloud/cloud.ts';
import { type AddressSpace, type Allocation, allocateCidrs, findObstacle } from '../../../domain/allocate-cidrs.ts';
import { TerminalError } from '../../../domain/errors.ts';
import type { ResizeProblem } from '../../../domain/shape-resize.ts';
import { isSizingProblem, type Sizing, type SizingRequest, sizePool } from '../../../domain/sizing.ts';

/** Terway nodes need more than this many pod addresses to join ACK (terway.md 4). */
const fewestPodAddresses = 11;

/** Throws PLAN_INVALID with the types that the region does not offer. */
export function demandOffered(asked: string[], found: InstanceType[]): void {
  const missing = asked.filter((id) => !found.some(({ instanceTypeId }) => instanceTypeId === id));
  if (missing.length === 0) return;
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `Instance type ${missing.join(', ')} is not offered in this region. Ask again with another --instance-type.`,
  });
}

/** Pod addresses of one node of the smallest of the types, on shared ENIs. Throws PLAN_INVALID when that is too few. */
export function podAddressesOf(found: InstanceType[]): number {
  const smallest = found
    .map((type) => ({ id: type.instanceTypeId, addresses: (type.eniQuantity - 1) * type.eniPrivateIpAddressQuantity }))
    .reduce((left, right) => (right.addresses < left.addresses ? right : left));
  if (smallest.addresses > fewestPodAddresses) return smallest.addresses;
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `Instance type ${smallest.id} gives a node only ${smallest.addresses} pod addresses; Terway needs more than ${fewestPodAddresses}. Ask again with a larger --instance-type.`,
  });
}

/** Sizes the pool. Throws PLAN_INVALID with the numbers when it cannot be as asked. */
export function sizeOrExplain(request: SizingRequest): Sizing {
  const sizing = sizePool(request);
  if (!isSizingProblem(sizing)) return sizing;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: explainSizing(sizing, request.expectedPods) });
}

/**
 * A block for each zone. `kept` are blocks an earlier plan chose; they stay as long as nothing is in their way.
 * Throws ADDRESSES_EXHAUSTED with how large a block was looked for.
 */
export function allocateForZones(
  space: AddressSpace,
  zones: readonly { prefix: number; kept: string | undefined }[],
): Allocation {
  const blocks = zones.map(({ prefix, kept }) => {
    return { prefix, cidr: kept !== undefined && findObstacle(space, kept) === undefined ? kept : undefined };
  });
  const taken = [...space.taken, ...blocks.flatMap(({ cidr }) => cidr ?? [])];
  const missing = blocks.filter(({ cidr }) => cidr === undefined).map(({ prefix }) => prefix);
  const fresh = allocateCidrs({ ...space, taken }, missing);
  if (!fresh) throw noRoom(space, missing);
  const supply = [...fresh.cidrs];
  return { cidrs: blocks.map(({ cidr }) => cidr ?? supply.shift() ?? ''), insideLearned: fresh.insideLearned };
}

/** What is wrong with the numbers, and what to ask for instead. */
export function explainSizing(problem: ResizeProblem, expectedPods: number): string {
  switch (problem.kind) {
    case 'fewer-nodes-than-zones':
      return `${problem.nodes} nodes cannot cover ${problem.zones} zones: every zone needs one. Ask again with --nodes ${problem.zones} or fewer --zones.`;
    case 'nodes-too-small':
      return `${problem.nodes} nodes hold about ${problem.podsThatFit} pods, not ${expectedPods}. Ask again with --nodes ${problem.nodesNeeded} or a larger --instance-type.`;
    case 'too-many-nodes':
      return `${problem.nodes} nodes are too many for the vSwitches of the pool: they have ${problem.addressesPerZone} addresses in a zone, and it takes twice as many as a zone has nodes when another one is lost. Ask for fewer --pods or a larger --instance-type, or make another pool beside it.`;
    case 'too-many-pods':
      return `${problem.podsPerZone} pods in one zone need more addresses than the largest vSwitch (/16) has. Spread them over several pools.`;
  }
}

function noRoom(space: AddressSpace, missing: number[]): TerminalError {
  const where = space.poolCidrs.length > 0 ? space.poolCidrs.join(', ') : `the VPC (${space.vpcCidrs.join(', ')})`;
  const wanted = [...new Set(missing)].map((prefix) => {
    const count = missing.filter((one) => one === prefix).length;
    return count === 1 ? `a free /${prefix} block` : `${count} free /${prefix} blocks`;
  });
  return new TerminalError({
    code: 'ADDRESSES_EXHAUSTED',
    publicText: `There is no room for ${wanted.join(' and ')} in ${where}. Ask for fewer --pods or --zones, free a vSwitch, or add a secondary CIDR to the VPC and to poolCidrs.`,
  });
}
