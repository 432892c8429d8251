import type { JsonObject, KubeObject, ObjectMeta } from './manifest.ts';

/** The parts of the built-in kinds that the emulator itself reads; clients may send more, which is kept. */
export interface PodSpec {
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: { nodeAffinity?: NodeAffinity };
  tolerations?: Toleration[];
  hostNetwork?: boolean;
  restartPolicy?: string;
  terminationGracePeriodSeconds?: number;
  containers: Container[];
  initContainers?: Container[];
  [field: string]: unknown;
}

export interface NodeAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  preferredDuringSchedulingIgnoredDuringExecution?: unknown[];
}

export interface Container {
  name: string;
  image?: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  [field: string]: unknown;
}

export interface NodeSelector {
  nodeSelectorTerms?: { matchExpressions?: NodeRequirement[]; matchFields?: NodeRequirement[] }[];
}

export interface NodeRequirement {
  key: string;
  operator: string;
  values?: string[];
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastHeartbeatTime?: string;
}

export interface PodStatus {
  phase: string;
  conditions?: Condition[];
  hostIP?: string;
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  reason?: string;
  message?: string;
  containerStatuses?: JsonObject[];
  [field: string]: unknown;
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: PodStatus;
}

export interface KubeNode extends KubeObject {
  spec: { providerID?: string; podCIDR?: string; taints?: Taint[]; unschedulable?: boolean; [field: string]: unknown };
  status: {
    conditions: Condition[];
    addresses: { type: string; address: string }[];
    allocatable: Record<string, string>;
    capacity: Record<string, string>;
    [field: string]: unknown;
  };
}

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
  immutable?: boolean;
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Deployment, ReplicaSet, StatefulSet and DaemonSet share what the controllers need. */
export interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    selector: LabelSelector;
    template: { metadata: Partial<ObjectMeta>; spec: PodSpec };
    [field: string]: unknown;
  };
  status?: JsonObject;
}

export interface PodDisruptionBudget extends KubeObject {
  spec: { minAvailable?: number | string; maxUnavailable?: number | string; selector?: LabelSelector };
}

export interface PodNetworking extends KubeObject {
  spec: {
    selector?: { podSelector?: LabelSelector; namespaceSelector?: LabelSelector };
    vSwitchOptions?: string[];
    securityGroupIDs?: string[];
    [field: string]: unknown;
  };
  status?: { status?: string; message?: string; vSwitches?: { id: string; zone: string }[]; updateAt?: string };
}
