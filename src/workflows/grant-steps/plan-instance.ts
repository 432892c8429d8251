import { compareWithGrant } from '../../domain/grants/expected-entries.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { PlannedInstance } from '../../domain/grants/grant-plan.ts';
import { openToAllWarnings } from '../../domain/grants/open-to-all.ts';
import { entriesWithout, entrySet } from '../../domain/grants/whitelist-entries.ts';
import { isNeverTouched, ourGroup } from '../../domain/grants/whitelist-group.ts';
import { whitelistRoom } from '../../domain/grants/whitelist-room.ts';
import { networkTypeOn, type SeenDatabase } from './read-databases.ts';

export interface InstancePlan {
  planned: PlannedInstance;
  /** Why nothing may be added here, one sentence each. */
  problems: string[];
  warnings: string[];
}

export interface InstanceToPlan {
  seen: SeenDatabase;
  groupName: string;
  /** Canonical, in order: the whole list that our group is to hold. */
  desired: string[];
  grant: Grant | undefined;
  /** A repair puts back what somebody else took out. */
  isRepair: boolean;
  /** The pool's CIDRs were found there without a record, and are asked for again. */
  isReviewed: boolean;
}

/** What the change means for one instance, out of what was just read of it. */
export function planInstance(request: InstanceToPlan): InstancePlan {
  const { seen, groupName, desired } = request;
  const { instanceId, description, engine, status } = seen.detail;
  const ours = { name: groupName, networkType: networkTypeOn(seen) };
  const group = ourGroup(seen.groups, ours);
  const room = whitelistRoom({ groups: seen.groups, ours, desired });
  return {
    planned: {
      ...{ instanceId, description, engine, status },
      group: ours,
      entriesBefore: group?.entries ?? [],
      entriesAfter: desired,
      otherGroups: seen.groups
        .filter((one) => one !== group)
        .map(({ name, entries }) => ({ name, entries: entries.length })),
    },
    problems: [
      ...lockProblems(seen),
      ...(group && isNeverTouched(group)
        ? [`the group ${group.name} of ${instanceId} is hidden, so it is not ours`]
        : []),
      ...groupProblems(request, group?.entries ?? []),
      ...(room.kind === 'over' ? [`${instanceId}: ${room.text}`] : []),
    ],
    warnings: [
      ...openToAllWarnings(instanceId, seen.groups),
      ...(room.kind === 'near' ? [`${instanceId}: ${room.text}`] : []),
    ],
  };
}

function lockProblems({ detail: { instanceId, lockMode } }: SeenDatabase): string[] {
  return ['', 'Unlock'].includes(lockMode) ? [] : [`${instanceId} is locked (${lockMode})`];
}

function groupProblems(request: InstanceToPlan, read: string[]): string[] {
  const { seen, grant, groupName, isRepair, isReviewed, desired } = request;
  // What nobody has on record may stay only as part of what is asked for now.
  if (!grant?.inForce && isReviewed && entriesWithout(entrySet(read), entrySet(desired)).size === 0) return [];
  const comparison = compareWithGrant(grant, seen.detail.instanceId, read);
  if (comparison.kind === 'same') return [];
  const { unknown, missing } = comparison;
  const where = `in our group ${groupName} on ${seen.detail.instanceId}`;
  return [
    ...(unknown.length > 0
      ? [`somebody else put ${unknown.join(', ')} ${where}; take it out or let a DBA look at it first`]
      : []),
    ...(missing.length > 0 && !isRepair
      ? [`somebody else took ${missing.join(', ')} out ${where.replace(/^in/, 'of')}; it has to be repaired first`]
      : []),
  ];
}
