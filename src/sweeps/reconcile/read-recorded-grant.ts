import type { ClusterRecord } from '../../domain/cluster-record.ts';
import type { Grant, GrantInForce } from '../../domain/grants/grant.ts';
import type { Pool } from '../../domain/pool.ts';
import { grantOf } from '../../store/access-records.ts';

export type ReadGrant = Grant & { inForce: GrantInForce };

const ids = { grant: /^grant-[a-z0-9]{12}$/, request: /^req-[a-z0-9]{12}$/ };

/** What a record never says. */
const nothingUnderWay = {
  ...{ pendingRequestId: undefined, operationId: undefined, endCause: undefined, endedAtMs: undefined },
  ...{ overdueSinceMs: undefined, lastNoticeAtMs: undefined, podsAtNotice: undefined, reviewAsks: 0 },
};

/**
 * A grant out of a pool's record, as far as it says; a sentence when it cannot be one. Ids become keys of the store, so
 * only what looks like one of ours passes. Of a record without the grant's first approval the last one counts.
 */
export function readRecordedGrant(
  recorded: ClusterRecord['grants'][number],
  { pool, groupName }: { pool: Pool; groupName: string },
): ReadGrant | string {
  const { grantId, requestId, planHash, cidrs, instances, namespaces, approvedAtMs, approvers, ...kept } = recorded;
  const inForce = { requestId, planHash, cidrs, instances, namespaces, approvedAtMs, approvers };
  if (!ids.grant.test(grantId) || !ids.request.test(String(requestId))) return 'its record has no proper ids';
  const document = {
    ...{ requesters: [], reason: '', instanceName: kept.instanceId, wasExtendedFreely: true },
    ...{ firstApprovedAtMs: approvedAtMs, createdAtMs: approvedAtMs, firstDuration: { kind: 'standing' } },
    ...kept,
    ...nothingUnderWay,
    ...{ poolId: pool.id, poolName: pool.name, clusterName: pool.clusterName, groupName, lastWritten: {} },
    inForce: { ...inForce, appliedAtMs: approvedAtMs },
  };
  try {
    const fields = { grant: JSON.stringify(document) };
    const grant = grantOf({ id: grantId, state: 'active', epoch: 0, rev: 0, fields });
    return grant.inForce ? { ...grant, inForce: grant.inForce } : 'its record cannot be read';
  } catch {
    return 'its record cannot be read';
  }
}
