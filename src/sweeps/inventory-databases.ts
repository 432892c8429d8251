import type { Clouds } from '../cloud/cloud.ts';
import type { DatabaseInstance } from '../cloud/databases.ts';
import { type DatabaseScope, isInScope } from '../domain/grants/database-scope.ts';
import type { DatabaseInventory, Inventory } from '../domain/inventory.ts';
import type { Logger } from '../platform/logger.ts';

/** Databases that may be asked for, with where their region's API is. */
export type InventoryScope = DatabaseScope & { endpoint: string | undefined };

interface Deps {
  clouds: Clouds;
  log: Logger;
  databases: InventoryScope[];
}

/** The instances in scope with their read-only ones. A region that cannot be read keeps what was known of it. */
export async function refreshDatabases(deps: Deps, before: Inventory | undefined): Promise<DatabaseInventory[]> {
  const regions = new Map(deps.databases.map(({ regionId, endpoint }) => [regionId, endpoint]));
  const perRegion = await Promise.all(
    [...regions].map(async ([regionId, endpoint]) => {
      try {
        const found = await deps.clouds.inRegion(regionId, { rds: endpoint }).rds.listInstances();
        return inScope(found, deps.databases);
      } catch (err) {
        deps.log.warn({ regionId, err }, 'databases could not be read for the inventory');
        return before?.databases?.filter((one) => one.regionId === regionId) ?? [];
      }
    }),
  );
  return perRegion.flat();
}

function inScope(found: DatabaseInstance[], scopes: readonly DatabaseScope[]): DatabaseInventory[] {
  const wanted = new Set(
    found
      .filter((one) => one.primaryInstanceId === undefined)
      .filter((one) => isInScope({ ...one, tags: tagsOf(one) }, scopes))
      .map(({ instanceId }) => instanceId),
  );
  return found
    .filter((one) => wanted.has(one.primaryInstanceId ?? one.instanceId))
    .map((one) => ({
      instanceId: one.instanceId,
      name: one.description || one.instanceId,
      regionId: one.regionId,
      vpcId: one.vpcId ?? '',
      engine: one.engine,
      status: one.status,
      isReplica: one.primaryInstanceId !== undefined,
      primaryInstanceId: one.primaryInstanceId,
      tags: tagsOf(one),
    }));
}

function tagsOf({ tags }: DatabaseInstance): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
