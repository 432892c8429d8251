import { compareGroup } from './compare-group.ts';
import type { Grant } from './grant.ts';
import { entrySet } from './whitelist-entries.ts';
import { looksLikeOurs, type WhitelistGroup, whitelistGroupName } from './whitelist-group.ts';

/** An instance as just read; `primaryInstanceId` is its own id for a primary. */
export interface DriftInstance {
  instanceId: string;
  primaryInstanceId: string;
  groups: readonly WhitelistGroup[];
}

export interface DriftFinding {
  instanceId: string;
  group: string;
  /** The grant that it is about; undefined when none is in force there. */
  grantId: string | undefined;
  /**
   * `missing`: somebody took our entries out. `unknown`: somebody put others in. `no-grant`: a group of one of our pools
   * lets somebody in where no grant is in force (a cloned instance, say).
   */
  kind: 'missing' | 'unknown' | 'no-grant';
  entries: string[];
}

/** What stands in our groups and should not, or should and does not. Grants that are changing are left alone. */
export function findDrift(o: {
  installation: string;
  pools: readonly { id: string; name: string }[];
  grants: readonly Grant[];
  instances: readonly DriftInstance[];
}): DriftFinding[] {
  const poolIds = new Map(
    o.pools.map(({ id, name }) => [whitelistGroupName({ ...o, poolId: id, poolName: name }), id]),
  );
  return o.instances.flatMap((instance) =>
    instance.groups
      .filter(({ name, networkType }) => looksLikeOurs(name) && networkType.toLowerCase() !== 'classic')
      .flatMap((group) => {
        const poolId = poolIds.get(group.name.toLowerCase());
        return poolId === undefined ? [] : findInGroup(instance, group, { poolId, grants: o.grants });
      }),
  );
}

function findInGroup(
  instance: DriftInstance,
  group: WhitelistGroup,
  { poolId, grants }: { poolId: string; grants: readonly Grant[] },
): DriftFinding[] {
  const { instanceId, primaryInstanceId } = instance;
  const grant = grants.find((one) => one.poolId === poolId && one.instanceId === primaryInstanceId);
  const about = { instanceId, group: group.name };
  const present = [...entrySet(group.entries)].sort();
  if (!grant) return present.length > 0 ? [{ ...about, grantId: undefined, kind: 'no-grant', entries: present }] : [];
  if (grant.state !== 'active') return [];
  const comparison = compareGroup(group.entries, grant.lastWritten[instanceId] ?? []);
  if (comparison.kind === 'same') return [];
  const { missing, unknown } = comparison;
  return [
    ...(missing.length > 0 ? [{ ...about, grantId: grant.id, kind: 'missing' as const, entries: missing }] : []),
    ...(unknown.length > 0 ? [{ ...about, grantId: grant.id, kind: 'unknown' as const, entries: unknown }] : []),
  ];
}
