import type { CloudEndpoints, Clouds } from '../../cloud/cloud.ts';
import type { ApprovalPolicy } from '../../domain/approvals/approval-rule.ts';
import type { Clusters } from '../../kubernetes/kubernetes.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { InventoryScope } from '../inventory-databases.ts';

/** One cluster of the configuration. */
export interface ReconcileCluster {
  name: string;
  clusterId: string;
  regionId: string;
  endpoints: CloudEndpoints;
}

export interface ReconcileDeps {
  clouds: Clouds;
  clusters: Clusters;
  store: Store;
  clock: Clock;
  settings: {
    installation: string;
    clusters: readonly ReconcileCluster[];
    databases: readonly InventoryScope[];
    policy: ApprovalPolicy;
    canary: { namespace: string } | undefined;
  };
  /** Where what is told about a rebuilt grant goes; undefined: to its requesters. */
  approvalsChannelId: string | undefined;
}

/**
 * What became of something that was found. `known`: the store has it. `adopt`: as it was. `differs`: taken over as it is
 * now, and the notes say what is not as it should be. `review`: left alone, since a person has to look.
 */
export type Verdict = 'known' | 'adopt' | 'differs' | 'review';
