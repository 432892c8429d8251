import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../manifest.ts';
import { allResources, namespaces, pods, type Resource } from '../resources.ts';
import type { StoreEvent } from '../store.ts';
import { deletePod } from '../verbs/delete-object.ts';

/** Background deletion: what an object owned goes with it, and a terminating namespace is emptied. */
export function startGarbageCollector(cluster: Cluster): () => void {
  return cluster.store.onChange((event) => {
    if (event.type === 'DELETED') deleteDependents(cluster, event);
    if (event.resource === namespaces && event.type === 'DELETED') emptyNamespace(cluster, event.object.metadata.name);
  });
}

/** `propagationPolicy: Orphan`: the dependents stay, without the reference. */
export function orphanDependents(cluster: Cluster, owner: KubeObject): void {
  for (const { resource, object } of dependentsOf(cluster, owner)) {
    cluster.store.update(resource, object.metadata, (draft) => {
      const left = (draft.metadata.ownerReferences ?? []).filter((one) => one.uid !== owner.metadata.uid);
      if (left.length > 0) draft.metadata.ownerReferences = left;
      else delete draft.metadata.ownerReferences;
    });
  }
}

function deleteDependents(cluster: Cluster, event: StoreEvent): void {
  for (const { resource, object } of dependentsOf(cluster, event.object)) remove(cluster, resource, object);
}

function emptyNamespace(cluster: Cluster, name: string): void {
  for (const resource of allResources) {
    if (!resource.namespaced) continue;
    for (const object of cluster.store.list(resource, name)) {
      if (resource === pods) deletePod(cluster, { namespace: name, name: object.metadata.name, graceSeconds: 0 });
      else cluster.store.remove(resource, object.metadata);
    }
  }
}

function remove(cluster: Cluster, resource: Resource, object: KubeObject): void {
  if (resource === pods) deletePod(cluster, { namespace: object.metadata.namespace, name: object.metadata.name });
  else cluster.store.remove(resource, object.metadata);
}

function dependentsOf(cluster: Cluster, owner: KubeObject): { resource: Resource; object: KubeObject }[] {
  const owners = new Set(['ReplicaSet', 'Deployment', 'DaemonSet', 'StatefulSet']);
  if (!owners.has(owner.kind)) return [];
  return allResources
    .filter((resource) => resource === pods || resource.group === 'apps')
    .flatMap((resource) =>
      cluster.store.list(resource, owner.metadata.namespace).map((object) => ({ resource, object })),
    )
    .filter(({ object }) => (object.metadata.ownerReferences ?? []).some((one) => one.uid === owner.metadata.uid));
}
