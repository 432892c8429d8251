import type { GrantDuration } from './grant-duration.ts';
import type { GrantPlan, PlannedCidr } from './grant-plan.ts';
import type { GrantState } from './grant-states.ts';

/** What stands in the whitelists for a grant, as it was last applied. */
export interface GrantInForce {
  requestId: string;
  planHash: string;
  cidrs: PlannedCidr[];
  instances: { instanceId: string; networkType: 'MIX' | 'VPC' }[];
  namespaces: string[];
  approvedAtMs: number;
  approvers: { personId: string; group: string }[];
  appliedAtMs: number;
}

/** One pool's access to one primary RDS instance. */
export interface Grant {
  /** `grant-...`. */
  id: string;
  state: GrantState;
  rev: number;
  poolId: string;
  poolName: string;
  clusterName: string;
  regionId: string;
  /** The primary instance. */
  instanceId: string;
  instanceName: string;
  /** Our whitelist group on every instance of the grant. */
  groupName: string;
  /** Slack users who requested any version of it. */
  requesters: string[];
  reason: string;
  /** Undefined until the first revision was applied. */
  inForce: GrantInForce | undefined;
  /** By instance id: our group's entries as we last wrote them. */
  lastWritten: Record<string, string[]>;
  /** While a revision of a grant in force is being written: what it goes back to when its approvals hold no more. */
  beforeRevision?: Pick<Grant, 'endMs' | 'reason' | 'wasExtendedFreely' | 'lastWritten'> | undefined;
  firstApprovedAtMs: number | undefined;
  firstDuration: GrantDuration;
  /** Wall-clock instant; undefined for a standing grant or before the first approval. */
  endMs: number | undefined;
  wasExtendedFreely: boolean;
  /** Let in without approval; open for review until somebody signs or rejects it. */
  breakGlass: { by: string; review: 'open' | 'signed' | 'rejected'; reviewedBy: string | undefined } | undefined;
  pendingRequestId: string | undefined;
  /** The operation that works on it now or did last. */
  operationId: string | undefined;
  /** Why it ended or is ending, in words. */
  endCause: string | undefined;
  overdueSinceMs: number | undefined;
  lastNoticeAtMs: number | undefined;
  /** Pods of its namespaces on the pool's nodes when people were last told; undefined: the cluster did not say. */
  podsAtNotice: number | undefined;
  lastReviewAtMs: number | undefined;
  /** How often people were asked for the review that is due; 0 while none is. */
  reviewAsks: number;
  createdAtMs: number;
  endedAtMs: number | undefined;
}

/** A plan with the hash that approvals bind to. */
export interface HashedGrantPlan {
  plan: GrantPlan;
  hash: string;
}
