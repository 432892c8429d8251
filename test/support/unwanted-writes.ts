import { foreignWrites } from '../../emulators/alicloud/rds/foreign-writes.ts';
import type { World } from '../../emulators/world/world.ts';
import { type DatabaseScope, isInScope } from '../../src/domain/grants/database-scope.ts';

const ourGroups = /^ep_[a-z0-9_]{1,16}_[0-9a-f]{8}$/;

/** The whitelist writes of a world's whole life that nobody should have sent, in words: to groups of others, out of scope. */
export function unwantedWrites(world: World, scopes: readonly DatabaseScope[]): string[] {
  const { journal, state } = world.alicloud;
  // As they were at the beginning and as they are now: tags change, and instances come and go.
  const known = [...(world.seed.rdsInstances ?? []), ...state.dbInstances.values()];
  const primaries = known.filter(({ id, regionId, tags }) => isInScope({ instanceId: id, regionId, tags }, scopes));
  const primaryIds = new Set(primaries.map(({ id }) => id));
  const replicas = known.filter(({ masterId }) => masterId !== undefined && primaryIds.has(masterId));
  const instanceIds = [...primaryIds, ...replicas.map(({ id }) => id)];
  return foreignWrites(journal, { groupPattern: ourGroups, instanceIds }).map(({ parameters, code = 'taken' }) => {
    const { DBInstanceId, DBInstanceIPArrayName, SecurityIps } = parameters;
    return `unwanted write to ${DBInstanceId} ${DBInstanceIPArrayName ?? 'default'}: ${SecurityIps} (${code})`;
  });
}
