import type { Clouds } from '../cloud/cloud.ts';
import type { DatabaseInstance } from '../cloud/databases.ts';
import { isInScope, type ScopedInstance } from '../domain/grants/database-scope.ts';
import type { DriftInstance } from '../domain/grants/find-drift.ts';
import type { InventoryScope } from './inventory-databases.ts';

/** Every visible instance of the regions in scope with all of its groups, as just read. */
export async function readWhitelists({
  clouds,
  databases,
}: {
  clouds: Clouds;
  databases: readonly InventoryScope[];
}): Promise<DriftInstance[]> {
  const regions = new Map(databases.map(({ regionId, endpoint }) => [regionId, endpoint]));
  const perRegion = await Promise.all(
    [...regions].map(async ([regionId, endpoint]) => {
      const { rds } = clouds.inRegion(regionId, { rds: endpoint });
      const seen: DriftInstance[] = [];
      const all = await rds.listInstances();
      const inScope = new Set(all.filter((one) => isInScope(scoped(one), databases)).map((one) => one.instanceId));
      for (const { instanceId, primaryInstanceId = instanceId } of all) {
        const groups = await rds.listWhitelistGroups(instanceId);
        seen.push({ instanceId, primaryInstanceId, regionId, isInScope: inScope.has(primaryInstanceId), groups });
      }
      return seen;
    }),
  );
  return perRegion.flat();
}

function scoped({ instanceId, regionId, tags }: DatabaseInstance): ScopedInstance {
  return { instanceId, regionId, tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) };
}
