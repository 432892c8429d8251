import { z } from 'zod';
import type { Grant, GrantInForce } from './grants/grant.ts';
import type { Pool, PoolVSwitch } from './pool.ts';

/**
 * What a pool's record ConfigMap in its cluster holds, so that pool and grants can be found again without Redis. It is
 * written by whoever may write to kube-system: what it says is compared with the clouds before anything rests on it.
 */
export type RecordedPool = Omit<
  Pool,
  'id' | 'name' | 'state' | 'vSwitches' | 'changedBy' | 'operationId' | 'nodePoolId'
> & { poolId: string; poolName: string; zones: Pick<PoolVSwitch, 'zoneId' | 'cidrBlock' | 'vSwitchId'>[] };

/** A grant in force, with what its end, its reviews and the rights about it rest on. */
export type RecordedGrant = Omit<GrantInForce, 'appliedAtMs'> &
  Pick<Grant, KeptOfGrant> & { grantId: string; group: string };

type KeptOfGrant =
  | ('regionId' | 'instanceId' | 'instanceName' | 'endMs' | 'requesters' | 'reason' | 'firstApprovedAtMs')
  | ('firstDuration' | 'wasExtendedFreely' | 'breakGlass' | 'lastReviewAtMs' | 'createdAtMs');

/** The pool as its record has it. */
export function recordedPool(pool: Pool): RecordedPool {
  const { id: poolId, name: poolName, ...kept } = pool;
  const { state: _, vSwitches, changedBy: __, operationId: ___, nodePoolId: ____, ...rest } = kept;
  const zones = vSwitches.map(({ zoneId, cidrBlock, vSwitchId }) => ({ zoneId, cidrBlock, vSwitchId }));
  return { poolId, poolName, ...rest, zones };
}

export function recordedGrant(
  grant: Pick<Grant, KeptOfGrant | 'id' | 'groupName'>,
  inForce: Omit<GrantInForce, 'appliedAtMs'>,
): RecordedGrant {
  const { requestId, planHash, cidrs, instances, namespaces, approvedAtMs, approvers } = inForce;
  const { regionId, instanceId, instanceName, endMs, requesters, reason, firstApprovedAtMs } = grant;
  const { firstDuration, wasExtendedFreely, breakGlass, lastReviewAtMs, createdAtMs } = grant;
  return {
    ...{ grantId: grant.id, group: grant.groupName, regionId, instanceId, instanceName, endMs },
    ...{ requestId, planHash, cidrs, instances, namespaces, approvedAtMs, approvers },
    ...{ requesters, reason, firstApprovedAtMs, firstDuration, wasExtendedFreely, breakGlass },
    ...{ lastReviewAtMs, createdAtMs },
  };
}

/** The document under `record.json`; what this release does not know of stays in it. */
export const clusterRecordSchema = z.looseObject({
  pool: z.looseObject({}).default({}),
  grants: z.array(z.looseObject({ grantId: z.string() })).default([]),
});

export type ClusterRecord = z.infer<typeof clusterRecordSchema>;

/** Reads a record ConfigMap's data. Throws SyntaxError or ZodError when it is none. */
export function readClusterRecord(data: Readonly<Record<string, string>>): ClusterRecord {
  return clusterRecordSchema.parse(JSON.parse(data['record.json'] ?? '{}'));
}
