import type { GrantDuration } from './grant-duration.ts';

/** Grows when the meaning of a plan changes: what was approved under an older one is then asked again. */
export const grantPlanSchemaVersion = 1;

export type GrantPlanKind = 'first-grant' | 'extension' | 'added-cidr' | 'namespaces' | 'break-glass' | 'repair';

/** One CIDR that the whitelist is to hold, with the vSwitch of the pool that it belongs to. */
export interface PlannedCidr {
  cidr: string;
  vSwitchId: string;
}

/** An RDS whitelist group of ours. */
export interface PlannedGroup {
  name: string;
  networkType: 'MIX' | 'VPC';
}

/** An instance whose whitelist will be written: the primary or a read-only replica. */
export interface PlannedInstance {
  instanceId: string;
  group: PlannedGroup;
  description: string;
  engine: string;
  status: string;
  /** Our group's entries as just read, and as they will be. */
  entriesBefore: readonly string[];
  entriesAfter: readonly string[];
  /** Groups of others on the instance. */
  otherGroups: readonly { name: string; entries: number }[];
}

/**
 * What applying a grant will do, computed before anything changes. The hash covers what decides who gets in and for
 * how long; `describes` is what people are shown besides, and may change without a new round.
 */
export interface GrantPlan {
  schemaVersion: number;
  kind: GrantPlanKind;
  installation: string;
  poolId: string;
  clusterId: string;
  primary: PlannedInstance;
  replicas: readonly PlannedInstance[];
  addedCidrs: readonly PlannedCidr[];
  /** Every CIDR of ours after the change. */
  totalCidrs: readonly PlannedCidr[];
  namespaces: readonly string[];
  /** Whether the cluster keeps pods of other namespaces out of the pool. */
  areNamespacesEnforced: boolean;
  duration: GrantDuration;
  describes: {
    poolName: string;
    clusterName: string;
    poolState: string;
    plannedAtMs: number;
    /** How many addresses the total CIDRs admit. */
    admittedAddresses: number;
    /** Workloads that tolerate every taint and so can reach the pool's nodes. */
    blanketTolerations: readonly string[];
    warnings: readonly string[];
  };
}
