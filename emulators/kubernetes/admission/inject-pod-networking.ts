import type { Cluster } from '../cluster.ts';
import { isJsonObject, type JsonObject, type KubeObject } from '../manifest.ts';
import { namespaces, podNetworkings } from '../resources.ts';
import { matchesLabelSelector } from '../selectors.ts';
import type { PodNetworking } from '../workload-manifests.ts';

/**
 * Terway's mutating webhook: the first PodNetworking that is Ready and matches wins over the node's `terway-config`.
 * One that is not Ready is passed over in silence, and the pod gets an address of the default vSwitch.
 */
export function injectPodNetworking(cluster: Cluster, object: KubeObject): void {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  if (spec.hostNetwork === true || isExempt(cluster, object)) return;
  const match = cluster.store.list(podNetworkings).find((one) => isMatch(cluster, { networking: one, object }));
  if (match === undefined) return;
  object.metadata.annotations = {
    ...object.metadata.annotations,
    'k8s.aliyun.com/pod-networking': match.metadata.name,
    'k8s.aliyun.com/pod-eni': 'true',
  };
  requestMemberInterface(spec);
  const isDaemon = (object.metadata.ownerReferences ?? []).some((owner) => owner.kind === 'DaemonSet');
  if (!isDaemon) requireZones(spec, [...new Set((match.status?.vSwitches ?? []).map((one) => one.zone))]);
}

function isExempt(cluster: Cluster, object: KubeObject): boolean {
  const namespace = cluster.store.find(namespaces, { name: object.metadata.namespace ?? 'default' });
  return namespace?.metadata.labels?.['k8s.aliyun.com/pod-eni'] === 'false';
}

function isMatch(cluster: Cluster, o: { networking: PodNetworking; object: KubeObject }): boolean {
  const selector = o.networking.spec.selector;
  if (o.networking.status?.status !== 'Ready' || selector === undefined) return false;
  const { podSelector, namespaceSelector } = selector;
  if (podSelector === undefined && namespaceSelector === undefined) return false;
  const namespace = cluster.store.find(namespaces, { name: o.object.metadata.namespace ?? 'default' });
  return (
    (podSelector === undefined || matchesLabelSelector(podSelector, o.object.metadata.labels ?? {})) &&
    (namespaceSelector === undefined || matchesLabelSelector(namespaceSelector, namespace?.metadata.labels ?? {}))
  );
}

function requestMemberInterface(spec: JsonObject): void {
  const container: unknown = Array.isArray(spec.containers) ? spec.containers[0] : undefined;
  if (!isJsonObject(container)) return;
  const resources = isJsonObject(container.resources) ? container.resources : {};
  for (const kind of ['requests', 'limits']) {
    const amounts = resources[kind];
    resources[kind] = { ...(isJsonObject(amounts) ? amounts : {}), 'aliyun/member-eni': '1' };
  }
  container.resources = resources;
}

function requireZones(spec: JsonObject, zones: string[]): void {
  const requirement = { key: 'topology.kubernetes.io/zone', operator: 'In', values: zones };
  const affinity = isJsonObject(spec.affinity) ? spec.affinity : {};
  const node = isJsonObject(affinity.nodeAffinity) ? affinity.nodeAffinity : {};
  const required = node.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = isJsonObject(required) && Array.isArray(required.nodeSelectorTerms) ? required.nodeSelectorTerms : [{}];
  const merged = terms.filter(isJsonObject).map((term) => ({
    ...term,
    matchExpressions: [...(Array.isArray(term.matchExpressions) ? term.matchExpressions : []), requirement],
  }));
  node.requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms: merged };
  spec.affinity = { ...affinity, nodeAffinity: node };
}
