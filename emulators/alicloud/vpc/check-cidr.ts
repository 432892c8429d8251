import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import { type Block, contains, overlaps, parseBlock, parseCanonical } from './cidr.ts';
import type { Vpc } from './state.ts';

const reserved = ['100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'].flatMap(blocks);

/** Throws what CreateVSwitch answers to a block that cannot become a vSwitch of this VPC. */
export function checkCidr(world: World, vpc: Vpc, cidr: string): void {
  const block = parseCanonical(cidr);
  if (!block) throw new ApiError(400, 'InvalidCidrBlock.Malformed', 'Specified CIDR block is not valid.');
  if (block.prefix < 16 || block.prefix > 29) {
    throw new ApiError(400, 'InvalidCirdrBlock.MaskLength', 'Specified CIDR block mask must be between 16 and 29.');
  }
  const isInVpc = [vpc.cidrBlock, ...vpc.secondaryCidrBlocks].flatMap(blocks).some((outer) => contains(outer, block));
  if (!isInVpc || reserved.some((range) => overlaps(range, block))) {
    throw new ApiError(400, 'InvalidParameter', 'Specified CIDR block is not valid in VPC.');
  }
  checkNeighbours(world, vpc, block);
  checkRoutes(vpc, block);
}

function checkNeighbours(world: World, vpc: Vpc, block: Block): void {
  for (const vSwitch of world.vpc.vSwitches.values()) {
    if (vSwitch.vpcId !== vpc.vpcId) continue;
    if (blocks(vSwitch.cidrBlock).some((other) => overlaps(other, block))) {
      throw new ApiError(400, 'InvalidCidrBlock.Overlapped', 'Specified CIDR block overlapped with other subnets.');
    }
  }
}

/** A vSwitch may lie inside a route's destination, but neither equal nor contain it. */
function checkRoutes(vpc: Vpc, block: Block): void {
  for (const entry of vpc.routeEntries) {
    for (const destination of blocks(entry.destinationCidrBlock)) {
      if (!contains(block, destination)) continue;
      if (contains(destination, block)) {
        throw new ApiError(400, 'RouteConflict.AlreadyExist', 'Specified route entry already exists.');
      }
      throw new ApiError(400, 'InvalidCidrBlock.Overlapped', 'Specified CIDR block overlapped with other entry.');
    }
  }
}

function blocks(cidr: string): Block[] {
  const block = parseBlock(cidr);
  return block ? [block] : [];
}
