import type { Cluster } from './cluster.ts';
import type { KubeObject } from './manifest.ts';
import { allResources, pods, type Resource } from './resources.ts';

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

/** What a workload owns directly. */
export function dependentsOf(cluster: Cluster, owner: KubeObject): { resource: Resource; object: KubeObject }[] {
  const owners = new Set(['ReplicaSet', 'Deployment', 'DaemonSet', 'StatefulSet']);
  if (!owners.has(owner.kind)) return [];
  return allResources
    .filter((resource) => resource === pods || resource.group === 'apps')
    .flatMap((resource) =>
      cluster.store.list(resource, owner.metadata.namespace).map((object) => ({ resource, object })),
    )
    .filter(({ object }) => (object.metadata.ownerReferences ?? []).some((one) => one.uid === owner.metadata.uid));
}
