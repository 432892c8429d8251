import { blockOf, contains, parseCidr } from '../../domain/cidr.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/**
 * The databases, of every region in scope and of the pool's own, whose whitelist names the CIDR or part of it: what
 * would admit whoever gets these addresses next. Wider entries admit them anyway and do not count.
 */
export async function findWhitelistHolders(
  deps: WorkflowDeps,
  poolRegionId: string,
  cidrBlock: string,
): Promise<{ instanceId: string; group: string }[]> {
  const regions = new Map(deps.settings.databases.map(({ regionId, endpoint }) => [regionId, endpoint]));
  if (!regions.has(poolRegionId)) regions.set(poolRegionId, undefined);
  const perRegion = await Promise.all(
    [...regions].map(([regionId, endpoint]) => holdersInRegion(deps, { regionId, endpoint, cidrBlock })),
  );
  return perRegion.flat();
}

async function holdersInRegion(
  deps: WorkflowDeps,
  look: { regionId: string; endpoint: string | undefined; cidrBlock: string },
): Promise<{ instanceId: string; group: string }[]> {
  const { rds } = deps.clouds.inRegion(look.regionId, { rds: look.endpoint });
  const holders: { instanceId: string; group: string }[] = [];
  for (const { instanceId } of await rds.listInstances()) {
    for (const group of await rds.listWhitelistGroups(instanceId)) {
      if (group.entries.some((entry) => isPartOf(entry, look.cidrBlock)))
        holders.push({ instanceId, group: group.name });
    }
  }
  return holders;
}

function isPartOf(entry: string, cidrBlock: string): boolean {
  const block = parseCidr(entry.includes('/') ? entry : `${entry}/32`);
  return block !== undefined && contains(blockOf(cidrBlock), block);
}
