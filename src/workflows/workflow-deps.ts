import type { CloudEndpoints, Clouds } from '../cloud/cloud.ts';
import type { Actor } from '../domain/actor.ts';
import type { ApprovalPolicy } from '../domain/approvals/approval-rule.ts';
import type { DatabaseScope } from '../domain/grants/database-scope.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { Announcement } from '../domain/operation.ts';
import type { AccessCheck, Clusters } from '../kubernetes/kubernetes.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Store } from '../store/store.ts';

/** One cluster of the configuration, as the workflows need it. */
export interface ClusterSettings {
  name: string;
  clusterId: string;
  regionId: string;
  network: 'auto' | 'terway' | 'flannel';
  endpoints: CloudEndpoints;
  /** Where pools may be carved out; empty: anywhere in the VPC. */
  poolCidrs: string[];
  /** Zone to vSwitch of the nodes themselves; empty: the cluster's own. */
  nodeVSwitches: Record<string, string>;
  /** Put on what is made for a pool, for those who share the bill; never instead of a marker. */
  tags: Readonly<Record<string, string>>;
  nodePool: { instanceTypes: string[]; systemDiskGib: number; nodes: number };
}

export interface WorkflowSettings {
  installation: string;
  clusters: ClusterSettings[];
  /** The canary pods; undefined when the configuration names none. `proveGrants`: they try each new access. */
  canary: { image: string; namespace: string; proveGrants: boolean } | undefined;
  /** Databases that may be asked for. */
  databases: (DatabaseScope & { endpoint: string | undefined })[];
  policy: ApprovalPolicy;
  /** Interfaces of Terway that a deleted pool or an adopted node leaves attached to nothing are deleted. */
  cleansDetachedEnis: boolean;
  /** Wire time after which no write that lost its worker can take effect any more. */
  lateWriteMs: number;
}

/** What workflows work with. */
export interface WorkflowDeps {
  clouds: Clouds;
  clusters: Clusters;
  store: Store;
  clock: Clock;
  log: Logger;
  /** Everything that the Kubernetes identity must be able to do, given the namespace of the canary pods. */
  accessChecks: (canaryNamespace: string) => AccessCheck[];
  settings: WorkflowSettings;
  /** Opens a request about a live grant, in somebody's name. `busy`: it has another one open, or changed just now. */
  askAboutGrant: (question: GrantQuestion) => Promise<'asked' | 'busy'>;
  /** Begins to take a grant out of every whitelist; the same operation id is one operation. */
  endGrant: (end: { grantId: string; by: Actor; cause: string; operationId: string }) => Promise<unknown>;
}

/** What the approvers of a grant are asked when its pool changes. */
export interface GrantQuestion {
  requestId: string;
  kind: 'added-cidr';
  grant: Grant;
  askedBy: Actor;
  announcement: Announcement;
  reason: string;
}
