import { createHash } from 'node:crypto';
import { admit } from '../admission/admit.ts';
import { controllerOrigin } from '../admission/origin.ts';
import { ApiError } from '../api-error.ts';
import { takeOwnership } from '../apply/ownership.ts';
import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import type { KubeObject, OwnerReference } from '../manifest.ts';
import { pods } from '../resources.ts';
import type { Pod, PodSpec, Workload } from '../workload-manifests.ts';

/**
 * A controller's pod, made from its template. A refusal becomes an event on the owner, FailedCreate; false then, and the
 * controller tries again later.
 */
export function createPod(
  cluster: Cluster,
  o: { owner: Workload; name: string; labels: Record<string, string>; spec?: Partial<PodSpec> },
): boolean {
  const { owner } = o;
  const template = structuredClone(owner.spec.template);
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      name: o.name,
      // StatefulSets name their pods; the names of the others come from the server.
      ...(owner.kind === 'StatefulSet' ? {} : { generateName: `${owner.metadata.name}-` }),
      namespace: owner.metadata.namespace ?? 'default',
      labels: { ...template.metadata.labels, ...o.labels },
      ownerReferences: [referenceTo(owner)],
    },
    spec: { ...template.spec, ...o.spec },
    status: { phase: 'Pending' },
  };
  try {
    const time = cluster.store.timestamp();
    takeOwnership(undefined, pod, { manager: 'kube-controller-manager', operation: 'Update', time });
    const account = owner.kind === 'DaemonSet' ? 'daemon-set-controller' : `${owner.kind.toLowerCase()}-controller`;
    admit(cluster, { resource: pods, object: pod, previous: undefined, origin: controllerOrigin(account) });
    cluster.store.create(pods, pod);
    return true;
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
    const message = `Error creating: ${err.message}`;
    const component = `${owner.kind.toLowerCase()}-controller`;
    recordEvent(cluster, { about: owner, type: 'Warning', reason: 'FailedCreate', message, component });
    return false;
  }
}

export function referenceTo(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some((one) => one.uid === owner.metadata.uid);
}

/** Names a template: pods of another one are out of date. */
export function templateHash(workload: Workload): string {
  return createHash('sha256').update(JSON.stringify(workload.spec.template)).digest('hex').slice(0, 10);
}

export function isPodReady(pod: Pod): boolean {
  return (pod.status.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True');
}

export function isPodActive(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed'
  );
}
