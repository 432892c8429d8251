import { conflict } from '../api-error.ts';
import { type ApiAnswer, type ApiRequest, isDryRun } from '../api-request.ts';
import type { Cluster } from '../cluster.ts';
import { orphanDependents } from '../dependents.ts';
import { isJsonObject, type KubeObject } from '../manifest.ts';
import { namespaces, pods, type Resource } from '../resources.ts';
import type { ObjectRef } from '../store.ts';
import { refOf } from './change-object.ts';
import { matching } from './list-objects.ts';

interface DeleteOptions {
  graceSeconds: number | undefined;
  policy: string | undefined;
  uid: string | undefined;
  resourceVersion: string | undefined;
}

export function deleteObject(request: ApiRequest): ApiAnswer {
  const { cluster, resource } = request;
  const live = cluster.store.get(resource, refOf(request));
  const options = readOptions(request);
  requirePreconditions(resource, { live, options });
  const left = isDryRun(request) ? live : deleteOne(cluster, { resource, object: live, options });
  // Pods are answered with the object, as every kind that goes in several steps.
  if (left !== undefined || resource === pods) return { status: 200, body: left ?? live };
  const details = { name: live.metadata.name, group: resource.group, kind: resource.plural, uid: live.metadata.uid };
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

export function deleteCollection(request: ApiRequest): ApiAnswer {
  const options = readOptions(request);
  const items = matching(request);
  if (!isDryRun(request)) {
    for (const object of items) deleteOne(request.cluster, { resource: request.resource, object, options });
  }
  const metadata = { resourceVersion: String(request.cluster.store.revision) };
  return { status: 200, body: { kind: `${request.resource.kind}List`, apiVersion: 'v1', metadata, items } };
}

/** As a controller or the eviction API deletes: with the object's own grace. */
export function deletePod(cluster: Cluster, o: ObjectRef & { graceSeconds?: number }): void {
  const object = cluster.store.find(pods, o);
  if (object === undefined) return;
  const options = { graceSeconds: o.graceSeconds, policy: undefined, uid: undefined, resourceVersion: undefined };
  deleteOne(cluster, { resource: pods, object, options });
}

/** Answers what is left of the object, undefined when it is gone. */
function deleteOne(
  cluster: Cluster,
  o: { resource: Resource; object: KubeObject; options: DeleteOptions },
): KubeObject | undefined {
  const { resource, object, options } = o;
  const { store } = cluster;
  if (options.policy === 'Orphan') orphanDependents(cluster, object);
  const graceSeconds = resource === pods ? podGrace(object, options.graceSeconds) : 0;
  const hasFinalizers = (object.metadata.finalizers ?? []).length > 0;
  if (graceSeconds === 0 && !hasFinalizers) {
    store.remove(resource, object.metadata);
    return undefined;
  }
  const { deletionGracePeriodSeconds: before } = object.metadata;
  if (object.metadata.deletionTimestamp !== undefined && before !== undefined && before <= graceSeconds) return object;
  return store.update(resource, object.metadata, (draft) => {
    const at = new Date(cluster.clock.now() + graceSeconds * 1_000).toISOString();
    draft.metadata.deletionTimestamp = `${at.slice(0, 19)}Z`;
    draft.metadata.deletionGracePeriodSeconds = graceSeconds;
    if (resource === namespaces) draft.status = { phase: 'Terminating' };
  });
}

/** A pod that no kubelet knows, or that has ended, goes at once. */
function podGrace(object: KubeObject, asked: number | undefined): number {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const status = isJsonObject(object.status) ? object.status : {};
  if (spec.nodeName === undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return 0;
  return asked ?? Number(spec.terminationGracePeriodSeconds ?? 30);
}

function readOptions(request: ApiRequest): DeleteOptions {
  const body = isJsonObject(request.body) ? request.body : {};
  const preconditions = isJsonObject(body.preconditions) ? body.preconditions : {};
  const grace = request.query.get('gracePeriodSeconds') ?? body.gracePeriodSeconds;
  const policy = request.query.get('propagationPolicy') ?? body.propagationPolicy;
  return {
    graceSeconds: grace === undefined || grace === null ? undefined : Number(grace),
    policy: typeof policy === 'string' ? policy : undefined,
    uid: typeof preconditions.uid === 'string' ? preconditions.uid : undefined,
    resourceVersion: typeof preconditions.resourceVersion === 'string' ? preconditions.resourceVersion : undefined,
  };
}

function requirePreconditions(resource: Resource, o: { live: KubeObject; options: DeleteOptions }): void {
  const { metadata } = o.live;
  const { uid, resourceVersion } = o.options;
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(resource, metadata.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    throw conflict(resource, metadata.name, why);
  }
}
