import { compareGroup, type GroupComparison } from './compare-group.ts';
import type { Grant } from './grant.ts';

/**
 * Our group on an instance as just read against what it may hold: what we last wrote, and while a revision is being
 * applied also what was in force before, since the write may or may not have happened yet.
 */
export function compareWithGrant(
  grant: Pick<Grant, 'state' | 'inForce' | 'lastWritten'> | undefined,
  instanceId: string,
  read: readonly string[],
): GroupComparison {
  const comparison = compareGroup(read, grant?.lastWritten[instanceId] ?? []);
  if (comparison.kind === 'same' || grant?.state !== 'applying') return comparison;
  const wasIn = grant.inForce?.instances.some((one) => one.instanceId === instanceId);
  const before = wasIn ? (grant.inForce?.cidrs.map(({ cidr }) => cidr) ?? []) : [];
  return compareGroup(read, before).kind === 'same' ? { kind: 'same' } : comparison;
}
