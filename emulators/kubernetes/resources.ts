import type { AdmissionBinding, AdmissionPolicy } from './admission/policies/policy-manifests.ts';
import type { KubeObject } from './manifest.ts';
import type { ConfigMap, KubeNode, Pod, PodDisruptionBudget, PodNetworking, Workload } from './workload-manifests.ts';

/** One row of the API: where a kind is served. `T` is what the emulator reads of it. */
export interface Resource<T extends KubeObject = KubeObject> {
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  /** Kubernetes keeps a change of `status` apart from one of `spec` where this is true. */
  hasStatus: boolean;
  /** Never set: it only ties the row to its type. */
  readonly manifest?: T;
}

export const namespaces = core('namespaces', 'Namespace', { namespaced: false, hasStatus: true });
export const configMaps: Resource<ConfigMap> = core('configmaps', 'ConfigMap');
export const nodes: Resource<KubeNode> = core('nodes', 'Node', { namespaced: false, hasStatus: true });
export const pods: Resource<Pod> = core('pods', 'Pod', { namespaced: true, hasStatus: true });
export const events = core('events', 'Event');
export const services = core('services', 'Service', { namespaced: true, hasStatus: true });
export const serviceAccounts = core('serviceaccounts', 'ServiceAccount');
export const deployments: Resource<Workload> = apps('deployments', 'Deployment');
export const daemonSets: Resource<Workload> = apps('daemonsets', 'DaemonSet');
export const statefulSets: Resource<Workload> = apps('statefulsets', 'StatefulSet');
export const replicaSets: Resource<Workload> = apps('replicasets', 'ReplicaSet');
export const podDisruptionBudgets: Resource<PodDisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  namespaced: true,
  hasStatus: true,
};
export const customResourceDefinitions: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
  hasStatus: true,
};
export const podNetworkings: Resource<PodNetworking> = terway('podnetworkings', 'PodNetworking', false);
export const terwayNodes = terway('nodes', 'Node', false);
export const podEnis = terway('podenis', 'PodENI', true);
export const admissionPolicies: Resource<AdmissionPolicy> = {
  ...admission('validatingadmissionpolicies', 'ValidatingAdmissionPolicy'),
  hasStatus: true,
};
export const admissionBindings: Resource<AdmissionBinding> = admission(
  'validatingadmissionpolicybindings',
  'ValidatingAdmissionPolicyBinding',
);

export const allResources: readonly Resource[] = [
  namespaces,
  configMaps,
  nodes,
  pods,
  events,
  services,
  serviceAccounts,
  deployments,
  daemonSets,
  statefulSets,
  replicaSets,
  podDisruptionBudgets,
  customResourceDefinitions,
  podNetworkings,
  terwayNodes,
  podEnis,
  admissionPolicies,
  admissionBindings,
];

export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `configmaps`, `deployments.apps`: as the messages of the API server name it. */
export function qualifiedName(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

export function findResource(group: string, version: string, plural: string): Resource | undefined {
  // Events have two addresses and one store, as in the real server.
  const at = group === 'events.k8s.io' && plural === 'events' ? '' : group;
  return allResources.find((row) => row.group === at && row.version === version && row.plural === plural);
}

interface Traits {
  namespaced: boolean;
  hasStatus: boolean;
}

function core(plural: string, kind: string, traits: Traits = { namespaced: true, hasStatus: false }) {
  return { group: '', version: 'v1', plural, kind, ...traits };
}

function apps(plural: string, kind: string) {
  return { group: 'apps', version: 'v1', plural, kind, namespaced: true, hasStatus: true };
}

function terway(plural: string, kind: string, namespaced: boolean) {
  return { group: 'network.alibabacloud.com', version: 'v1beta1', plural, kind, namespaced, hasStatus: true };
}

function admission(plural: string, kind: string) {
  return { group: 'admissionregistration.k8s.io', version: 'v1', plural, kind, namespaced: false, hasStatus: false };
}
