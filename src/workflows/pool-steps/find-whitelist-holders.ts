import { type Block, blockOf, contains, overlaps } from '../../domain/cidr.ts';
import type { WhitelistHolder } from '../../domain/delete-plan.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

export interface WhitelistSearch {
  /** The pool's; the regions of the databases in scope are looked at as well. */
  regionId: string;
  cidrBlocks: readonly string[];
  /**
   * The blocks of the VPC: entries that overlap count then, also wider ones, unless they admit all of such a block
   * whoever has an address. Absent: only entries that name one of the CIDRs or part of it.
   */
  vpcBlocks?: readonly string[];
}

/** The entries of every visible database that would admit whoever gets these addresses next. */
export async function findWhitelistHolders(deps: WorkflowDeps, search: WhitelistSearch): Promise<WhitelistHolder[]> {
  const regions = new Map(deps.settings.databases.map(({ regionId, endpoint }) => [regionId, endpoint]));
  if (!regions.has(search.regionId)) regions.set(search.regionId, undefined);
  const counts = counter(search);
  const perRegion = await Promise.all(
    [...regions].map(([regionId, endpoint]) => holdersInRegion(deps, { regionId, endpoint, counts })),
  );
  return perRegion.flat();
}

async function holdersInRegion(
  deps: WorkflowDeps,
  look: { regionId: string; endpoint: string | undefined; counts: (entry: string) => boolean },
): Promise<WhitelistHolder[]> {
  const { rds } = deps.clouds.inRegion(look.regionId, { rds: look.endpoint });
  const holders: WhitelistHolder[] = [];
  for (const { instanceId } of await rds.listInstances()) {
    for (const { name: group, entries } of await rds.listWhitelistGroups(instanceId)) {
      holders.push(...entries.filter(look.counts).map((entry) => ({ instanceId, group, entry })));
    }
  }
  return holders;
}

function counter({ cidrBlocks, vpcBlocks }: WhitelistSearch): (entry: string) => boolean {
  const blocks = cidrBlocks.map(blockOf);
  const whole = (vpcBlocks ?? []).map(blockOf);
  return (entry) => {
    const block = entryBlock(entry);
    if (!block) return false;
    if (!vpcBlocks) return blocks.some((one) => contains(one, block));
    return blocks.some((one) => overlaps(one, block)) && !whole.some((one) => contains(block, one));
  };
}

/** RDS keeps entries with host bits as they were given. Undefined for what is no IPv4, such as a name. */
function entryBlock(entry: string): Block | undefined {
  try {
    return blockOf(entry.includes('/') ? entry : `${entry}/32`);
  } catch {
    return undefined;
  }
}
