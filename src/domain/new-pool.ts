import { createHash } from 'node:crypto';
import type { ApprovalPolicy, ApprovalRule } from './approvals/approval-rule.ts';
import { canonicalJson } from './canonical-json.ts';
import type { CreatePlan, HashedPlan } from './create-plan.ts';
import type { CreateRequest } from './create-request.ts';

/** What a request for a new pool is about. */
export interface NewPool {
  asked: CreateRequest;
  /** What would be made, by the last plan; the hash is `newPoolHash`. Undefined before the first. */
  planned: HashedPlan | undefined;
}

/** The rule that decides whether a pool is made. */
export function creationRule({ create }: Pick<ApprovalPolicy, 'create'>): ApprovalRule {
  const { require } = create;
  return { match: {}, require, autoApprove: require.length === 0, enforceNamespaces: false, crossVpc: false };
}

/**
 * What an approval of a new pool binds to: where it is made, on which network, how large, of what, for whom and for how long. Not which
 * free blocks it gets, since nothing is reserved while people decide, and no names but its own.
 */
export function newPoolHash(asked: CreateRequest, plan: CreatePlan): string {
  const { installation, poolId, poolName, clusterId, vpcId, nodes, instanceTypes, systemDiskGib, expectedPods } = plan;
  const hashed = {
    ...{ schemaVersion: 1, kind: 'new-pool', installation, poolId, poolName, clusterId, vpcId },
    zones: plan.zones.map(({ zoneId, cidrBlock }) => ({ zoneId, prefix: Number(cidrBlock.split('/')[1]) })),
    ...{ network: plan.plugin.network, nodes, instanceTypes, systemDiskGib, expectedPods },
    namespaces: asked.namespaces.toSorted(),
    ...{ ownerGroup: asked.ownerGroup, ttlMs: asked.ttlMs },
  };
  return `sha256:${createHash('sha256').update(canonicalJson(hashed)).digest('hex')}`;
}
