import { type DesiredAfterRemove, desiredAfterRemove } from '../../domain/grants/desired-entries.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { rdsOf } from './read-databases.ts';

/** One of our groups on one instance, as just read, with what is left of it when the grant's CIDRs are gone. */
export interface GroupToEmpty extends DesiredAfterRemove {
  instanceId: string;
  status: string;
  group: string;
  networkType: 'MIX' | 'VPC';
  read: string[];
}

/** What is to be taken out: of a grant, or of what looks like one. */
export type Removal = Pick<Grant, 'regionId' | 'instanceId' | 'groupName' | 'inForce' | 'lastWritten'>;

/** Every CIDR that was ever written for the grant and not proven gone. */
export function cidrsOf({ inForce, lastWritten }: Pick<Grant, 'inForce' | 'lastWritten'>): string[] {
  return [...new Set([...(inForce?.cidrs.map(({ cidr }) => cidr) ?? []), ...Object.values(lastWritten).flat()])].sort();
}

/**
 * Our groups on every instance that the grant may stand on: those it was written to, the primary and its read-only
 * instances of now. What is left of them is reckoned without `ours`, by default everything of the grant. An instance
 * that does not exist any more admits nobody.
 */
export async function readOurGroups(
  deps: WorkflowDeps,
  grant: Removal,
  ours: readonly string[] = cidrsOf(grant),
): Promise<GroupToEmpty[]> {
  const rds = rdsOf(deps, grant.regionId);
  const primary = await rds.readInstance(grant.instanceId);
  const ids = new Set([
    grant.instanceId,
    ...(primary?.replicaInstanceIds ?? []),
    ...(grant.inForce?.instances.map(({ instanceId }) => instanceId) ?? []),
    ...Object.keys(grant.lastWritten),
  ]);
  const perInstance = await Promise.all(
    [...ids].map(async (instanceId) => {
      const detail = instanceId === grant.instanceId ? primary : await rds.readInstance(instanceId);
      if (!detail) return [];
      const groups = await rds.listWhitelistGroups(instanceId);
      return groups.flatMap((group) => {
        const networkType = writableType(group.networkType);
        if (group.name.toLowerCase() !== grant.groupName.toLowerCase() || !networkType) return [];
        const { entries: read, name } = group;
        return [
          { ...desiredAfterRemove(read, ours), instanceId, status: detail.status, group: name, networkType, read },
        ];
      });
    }),
  );
  return perInstance.flat();
}

/** The list for the classic network admits nobody in a VPC, and is never written. */
function writableType(networkType: string): 'MIX' | 'VPC' | undefined {
  const upper = networkType.toUpperCase();
  return upper === 'MIX' || upper === 'VPC' ? upper : undefined;
}
