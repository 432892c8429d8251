import type { Cluster } from '../cluster.ts';
import { dependentsOf } from '../dependents.ts';
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
