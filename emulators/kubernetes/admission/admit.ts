import { ApiError, notFound } from '../api-error.ts';
import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../manifest.ts';
import { namespaces, pods, type Resource } from '../resources.ts';
import { defaultPod } from './default-pod.ts';
import { injectPodNetworking } from './inject-pod-networking.ts';
import type { Origin } from './origin.ts';
import { attributesOf } from './policies/attributes.ts';
import { evaluatePolicies } from './policies/evaluate-policies.ts';
import { validate } from './validate.ts';

/**
 * Everything between a decoded object and the store: defaults, mutating webhooks, validation, admission policies.
 * Changes `object`; throws the API server's refusal.
 */
export function admit(
  cluster: Cluster,
  o: {
    resource: Resource;
    subresource?: string | undefined;
    object: KubeObject;
    previous: KubeObject | undefined;
    origin: Origin;
  },
): void {
  const { resource, object, previous } = o;
  if (previous === undefined && resource.namespaced) requireNamespace(cluster, object);
  if (resource === pods && previous === undefined) {
    defaultPod(cluster, object);
    if (cluster.seed.network === 'terway') injectPodNetworking(cluster, object);
  }
  validate(o);
  evaluatePolicies(cluster, attributesOf(cluster, o));
}

function requireNamespace(cluster: Cluster, object: KubeObject): void {
  const name = object.metadata.namespace ?? 'default';
  const namespace = cluster.store.find(namespaces, { name });
  if (namespace === undefined) throw notFound(namespaces, name);
  if (namespace.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  throw new ApiError({ code: 403, reason: 'Forbidden', message: `"${object.metadata.name}" is forbidden: ${why}` });
}
