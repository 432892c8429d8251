import type { Cluster } from '../cluster.ts';
import { isJsonObject, type JsonObject, type KubeObject } from '../manifest.ts';

/** What the API server and its built-in admission plugins add to a new pod. Changes `object`. */
export function defaultPod(_cluster: Cluster, object: KubeObject): void {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ??= 'default-scheduler';
  spec.serviceAccountName ??= 'default';
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.enableServiceLinks ??= true;
  spec.securityContext ??= {};
  addDefaultTolerations(spec);
  if (Array.isArray(spec.containers)) {
    for (const container of spec.containers) if (isJsonObject(container)) defaultContainer(container);
  }
  object.spec = spec;
  object.status = { phase: 'Pending', qosClass: 'BestEffort' };
}

function addDefaultTolerations(spec: JsonObject): void {
  const tolerations: unknown[] = Array.isArray(spec.tolerations) ? spec.tolerations : [];
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isThere = tolerations.some((one) => isJsonObject(one) && (one.key === key || one.key === undefined));
    if (!isThere) tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  }
  spec.tolerations = tolerations;
}

function defaultContainer(container: JsonObject): void {
  container.resources ??= {};
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  container.imagePullPolicy ??= 'IfNotPresent';
}
