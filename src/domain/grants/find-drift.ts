import { compareGroup } from './compare-group.ts';
import type { Grant } from './grant.ts';
import { entrySet } from './whitelist-entries.ts';
import { looksLikeOurs, type WhitelistGroup, whitelistGroupName } from './whitelist-group.ts';

/** An instance as just read; `primaryInstanceId` is its own id for a primary. */
export interface DriftInstance {
  instanceId: string;
  primaryInstanceId: string;
  regionId: string;
  /** Its primary is among the databases that may be asked for: elsewhere nothing is ever written. */
  isInScope: boolean;
  groups: readonly WhitelistGroup[];
}

export interface DriftFinding {
  /**
   * `missing`: somebody took our entries out. `unknown`: somebody put others in. `left-over`: CIDRs of a pool where no
   * grant of it is in force (a cloned instance, say), to be taken out. `unrecorded`: entries in a group of our form that
   * nothing here knows of, or on an instance out of scope; a person has to look.
   */
  kind: 'missing' | 'unknown' | 'left-over' | 'unrecorded';
  instanceId: string;
  primaryInstanceId: string;
  regionId: string;
  group: string;
  /** The pool whose group it is; undefined when none is known. */
  pool: { id: string; name: string } | undefined;
  /** The grant that it is about; undefined when none is in force there. */
  grantId: string | undefined;
  entries: string[];
}

interface PoolGroup {
  pool: { id: string; name: string };
  /** What was ever let in for it, as far as grants are known. */
  cidrs: Set<string>;
}

/**
 * What stands in our groups and should not, or should and does not. Grants that are changing are left alone. A group is
 * known by the pools and by the grants, ended ones included.
 */
export function findDrift(o: {
  installation: string;
  pools: readonly { id: string; name: string }[];
  live: readonly Grant[];
  ended: readonly Grant[];
  /** Access that was found without a record and waits for a person: never left over. */
  reviews: readonly { poolId: string; instanceId: string }[];
  instances: readonly DriftInstance[];
}): DriftFinding[] {
  const known = groupsOfPools(o);
  return o.instances.flatMap((instance) =>
    instance.groups
      .filter(({ name, networkType }) => looksLikeOurs(name) && networkType.toLowerCase() !== 'classic')
      .flatMap((group) => findInGroup(instance, group, { ...o, of: known.get(group.name.toLowerCase()) })),
  );
}

function groupsOfPools(o: Omit<Parameters<typeof findDrift>[0], 'instances'>): Map<string, PoolGroup> {
  const groups = new Map<string, PoolGroup>();
  const groupOf = (name: string, pool: PoolGroup['pool']) => {
    const group = groups.get(name) ?? { pool, cidrs: new Set() };
    groups.set(name, group);
    return group;
  };
  for (const { id, name } of o.pools) {
    groupOf(whitelistGroupName({ ...o, poolId: id, poolName: name }), { id, name });
  }
  for (const { groupName, poolId, poolName, inForce, lastWritten } of [...o.live, ...o.ended]) {
    const { cidrs } = groupOf(groupName.toLowerCase(), { id: poolId, name: poolName });
    const written = [...(inForce?.cidrs.map(({ cidr }) => cidr) ?? []), ...Object.values(lastWritten).flat()];
    for (const cidr of entrySet(written)) cidrs.add(cidr);
  }
  return groups;
}

function findInGroup(
  instance: DriftInstance,
  group: WhitelistGroup,
  { of, live, reviews }: Pick<Parameters<typeof findDrift>[0], 'live' | 'reviews'> & { of: PoolGroup | undefined },
): DriftFinding[] {
  const { instanceId, primaryInstanceId, regionId } = instance;
  const grant = live.find((one) => one.poolId === of?.pool.id && one.instanceId === primaryInstanceId);
  const finding = (kind: DriftFinding['kind'], entries: string[]): DriftFinding[] =>
    entries.length === 0
      ? []
      : [
          {
            kind,
            instanceId,
            primaryInstanceId,
            regionId,
            group: group.name,
            pool: of?.pool,
            grantId: grant?.id,
            entries,
          },
        ];
  if (!grant) {
    const present = [...entrySet(group.entries)].sort();
    const isReviewed = reviews.some((one) => one.poolId === of?.pool.id && one.instanceId === primaryInstanceId);
    const isOurs = (entry: string) => instance.isInScope && !isReviewed && of?.cidrs.has(entry) === true;
    return [
      ...finding('left-over', present.filter(isOurs)),
      ...finding(
        'unrecorded',
        present.filter((entry) => !isOurs(entry)),
      ),
    ];
  }
  if (grant.state !== 'active') return [];
  const comparison = compareGroup(group.entries, grant.lastWritten[instanceId] ?? []);
  if (comparison.kind === 'same') return [];
  return [...finding('missing', comparison.missing), ...finding('unknown', comparison.unknown)];
}
