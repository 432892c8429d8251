/**
 * The Kubernetes API of one cluster, as the product sees it. Every call has a deadline of at most 30 s and throws the
 * kinds of `domain/errors.ts`. Reads of one object answer undefined when it does not exist; deletes count "not found"
 * as done. Objects keep the fields of the Kubernetes API that the product uses and nothing else.
 */
export interface ObjectMeta {
  name: string;
  namespace: string | undefined;
  uid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  createdAtMs: number;
  deletedAtMs: number | undefined;
}

export interface ConfigMap extends ObjectMeta {
  data: Record<string, string>;
}

export interface ConfigMapToApply {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  data: Record<string, string>;
}

export interface ApplyOptions {
  /** A person has said that what others wrote over ours is to be put back. */
  takesBack?: boolean;
}

export interface NodeTaint {
  key: string;
  value: string;
  effect: string;
}

export interface Node extends ObjectMeta {
  ready: boolean;
  /** `topology.kubernetes.io/zone`. */
  zoneId: string;
  /** The ECS instance id, out of `spec.providerID`. */
  instanceId: string;
  internalIp: string;
  taints: NodeTaint[];
  unschedulable: boolean;
  /** How many pods its kubelet runs; undefined when it does not say. */
  mostPods: number | undefined;
  conditions: { type: string; status: string; reason: string; message: string }[];
}

export interface Toleration {
  key?: string | undefined;
  operator?: string | undefined;
  value?: string | undefined;
  effect?: string | undefined;
}

export interface Pod extends ObjectMeta {
  phase: string;
  ready: boolean;
  nodeName: string | undefined;
  podIp: string | undefined;
  hostNetwork: boolean;
  /** The address of its node; undefined until it has one. */
  nodeIp: string | undefined;
  /** The first waiting or terminated reason of its containers, e.g. ImagePullBackOff. */
  problem: { reason: string; message: string } | undefined;
  startedAtMs: number | undefined;
  /** What came of `connectTo`, once its container has ended and said so. */
  connection: ConnectionResult | undefined;
  owner: { kind: string; name: string } | undefined;
  nodeSelector: Record<string, string>;
}

/** A connection to a database that a pod is to try, again and again, until it can or the time is over. */
export interface ConnectionProbe {
  host: string;
  port: number;
  /** Seconds after the container's start in which a further try is begun. */
  forSeconds: number;
  /** `unknown`: an accepted connection is taken for an open one. */
  speaks: 'mysql' | 'postgres' | 'unknown';
}

export type ConnectionResult =
  /** The time to open a connection, once the database had answered as it answers those whom it lets in. */
  | { kind: 'open'; ms: number }
  /** `said`: what came instead the last time, empty for nothing at all. */
  | { kind: 'closed'; said: string }
  /** The image has not got the program. */
  | { kind: 'impossible'; missing: string };

export interface PodToCreate {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  image: string;
  nodeSelector: Record<string, string>;
  tolerations: Toleration[];
  /** Required node affinity on the zone. */
  zoneId: string;
  /** The one node that it may run on; absent: any of the zone. */
  onNode?: string | undefined;
  /** Instead of the image's own entry point; the image needs `sh`, `nc`, `tr` and `sleep` for it. */
  connectTo?: ConnectionProbe;
}

export interface DaemonSet extends ObjectMeta {
  hostNetwork: boolean;
  tolerations: Toleration[];
  nodeSelector: Record<string, string>;
  image: string;
  availableNodes: number;
}

export interface PodNetworking {
  name: string;
  status: string;
  podSelector: Record<string, string> | undefined;
  namespaceSelector: Record<string, string> | undefined;
  vSwitchIds: string[];
}

export interface ClusterEvent {
  reason: string;
  message: string;
  type: string;
  involved: { kind: string; namespace: string | undefined; name: string; uid: string | undefined };
  lastSeenMs: number;
}

export interface AccessCheck {
  verb: string;
  group: string;
  resource: string;
  subresource?: string | undefined;
  namespace?: string | undefined;
}

export interface WorkloadRef {
  namespace: string;
  name: string;
}

/** A rule on pods: a ValidatingAdmissionPolicy with a binding of the same name that denies. */
export interface PodPolicyToApply {
  name: string;
  labels: Record<string, string>;
  /** CEL over `object` and `request`: which pods it is about. */
  condition: string;
  /** CEL; each must hold for them. */
  validations: { expression: string; message: string }[];
}

export interface PodPolicy extends ObjectMeta {
  condition: string;
  validations: { expression: string; message: string }[];
  /** Whether a binding of the same name denies what the policy refuses. */
  isBound: boolean;
}

export interface WatchRequest {
  resource: 'pods' | 'nodes';
  labelSelector: string;
  fieldSelector?: string;
  /** Everywhere when absent. */
  namespace?: string;
}

/** A pod that has not ended, as far as it takes room. */
export interface PodPlace {
  namespace: string;
  name: string;
  /** Its controller; a Deployment's replica sets count as the Deployment. */
  workload: { kind: string; name: string } | undefined;
  /** Undefined while no node was found for it. */
  nodeName: string | undefined;
  /** `host`: uses its node's address. `waiting`: on a node, without an address yet. */
  address: 'own' | 'host' | 'waiting';
  /** The pool that its node selector names, as `selectorIn` has it. */
  asksFor: string | undefined;
  /** It tolerates every taint. */
  isBlanket: boolean;
  /** The PodNetworking, or the annotation of Terway's, that gives it another network than its node's. */
  otherNetwork: string | undefined;
}

/** The nodes of our pools, and every pod that may run on them: one that tolerates or selects them. */
export interface PoolPicture {
  nodes: Node[];
  pods: PodPlace[];
}

export interface Following {
  /** Out of memory while the watches stand, else read anew; throws when the cluster does not answer. */
  read(): Promise<PoolPicture>;
  stop(): void;
}

/** Whom a change concerns, not how it is now: whoever is told looks for himself. */
export interface WatchedObject {
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

export interface Watching {
  stop(): void;
}

export interface Kubernetes {
  /** `v1.36.0`. */
  readVersion(): Promise<string>;
  /** The checks that the identity fails. */
  listDenied(checks: AccessCheck[]): Promise<AccessCheck[]>;
  readConfigMap(namespace: string, name: string): Promise<ConfigMap | undefined>;
  /**
   * Server-side apply with our field manager, without force: CLUSTER_CONFLICT names the other manager. With `takesBack`
   * fields that somebody else manages by now become ours again.
   */
  applyConfigMap(configMap: ConfigMapToApply, options?: ApplyOptions): Promise<ConfigMap>;
  deleteConfigMap(configMap: { namespace: string; name: string; uid: string }): Promise<void>;
  listConfigMaps(namespace: string, labelSelector: string): Promise<ConfigMap[]>;
  namespaceExists(name: string): Promise<boolean>;
  /** Server-side apply of policy and binding. `unsupported` where the cluster has no such API (before 1.30). */
  applyPodPolicy(policy: PodPolicyToApply, options?: ApplyOptions): Promise<'applied' | 'unsupported'>;
  readPodPolicy(name: string): Promise<PodPolicy | undefined>;
  deletePodPolicy(name: string): Promise<void>;
  listNodes(labelSelector: string): Promise<Node[]>;
  listPods(query: {
    namespace?: string | undefined;
    labelSelector?: string | undefined;
    nodeName?: string | undefined;
  }): Promise<Pod[]>;
  readPod(namespace: string, name: string): Promise<Pod | undefined>;
  /** A pod that exists already counts as created. */
  createPod(pod: PodToCreate): Promise<void>;
  deletePod(namespace: string, name: string): Promise<void>;
  /** Deletes a pod if its disruption budgets allow it now; else says in words which one does not. */
  evictPod(namespace: string, name: string): Promise<'evicted' | { blockedBy: string }>;
  /** Keeps new pods off a node, or lets them onto it again. A node that is gone counts as done. */
  setUnschedulable(nodeName: string, isUnschedulable: boolean): Promise<void>;
  /** Pods that belong to the Deployment, StatefulSet or DaemonSet of that name; undefined when there is none. */
  listWorkloadPods(workload: WorkloadRef): Promise<Pod[] | undefined>;
  listDaemonSets(): Promise<DaemonSet[]>;
  /** Empty where the cluster does not have the resource. */
  listPodNetworkings(): Promise<PodNetworking[]>;
  /** Events about one object, newest first. */
  listEvents(involved: { kind: string; name: string; namespace?: string | undefined }): Promise<ClusterEvent[]>;
  /** Events of one reason about anything, such as AllocIPFailed. */
  listEventsOf(reason: string): Promise<ClusterEvent[]>;
  /** Keeps a picture of the pools of an installation by list and watch until stopped. Memory: a few words a pod. */
  followPools(installation: string): Following;
  /**
   * Tells of each object that is there, appears, changes or goes, over one connection that is opened again and again
   * until stopped. A hint and no more: changes may be told twice, late, or never, and no failure is reported.
   */
  watch(request: WatchRequest, onChange: (object: WatchedObject) => void): Watching;
}

export interface Clusters {
  /** By the cluster's name in the config. */
  cluster(name: string): Kubernetes;
}
