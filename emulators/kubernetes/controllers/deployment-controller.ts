import type { Cluster } from '../cluster.ts';
import type { Controller } from '../reconcile-loop.ts';
import { deployments, replicaSets } from '../resources.ts';
import type { Workload } from '../workload-manifests.ts';
import { isOwnedBy, referenceTo, templateHash } from './create-pod.ts';

/**
 * A ReplicaSet per template. Simplified rolling update: the new one gets all its replicas at once (a surge of 100 %), the
 * old ones go to zero when it is ready.
 */
export const deploymentController: Controller = { watches: [deployments, replicaSets], reconcile };

function reconcile(cluster: Cluster): void {
  for (const deployment of cluster.store.list(deployments)) {
    const hash = templateHash(deployment);
    const name = `${deployment.metadata.name}-${hash}`;
    const namespace = deployment.metadata.namespace ?? 'default';
    const wanted = deployment.spec.replicas ?? 1;
    const current = cluster.store.find(replicaSets, { namespace, name });
    if (current === undefined) createReplicaSet(cluster, { deployment, name, hash });
    else scale(cluster, current, wanted);
    const ready = Number(current?.status?.readyReplicas ?? 0);
    const others = cluster.store
      .list(replicaSets, namespace)
      .filter((one) => isOwnedBy(one, deployment) && one.metadata.name !== name);
    if (ready >= wanted) for (const old of others) scale(cluster, old, 0);
    report(cluster, { deployment, wanted, current, others });
  }
}

function createReplicaSet(cluster: Cluster, o: { deployment: Workload; name: string; hash: string }): void {
  const { metadata, spec } = o.deployment;
  const label = { 'pod-template-hash': o.hash };
  const { template } = spec;
  cluster.store.create(replicaSets, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: o.name,
      namespace: metadata.namespace ?? 'default',
      labels: { ...template.metadata.labels, ...label },
      ownerReferences: [referenceTo(o.deployment)],
      generation: 1,
    },
    spec: {
      replicas: spec.replicas ?? 1,
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, ...label } },
      template: { ...template, metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...label } } },
    },
  });
}

function scale(cluster: Cluster, set: Workload, replicas: number): void {
  cluster.store.update(replicaSets, set.metadata, (draft) => {
    draft.spec.replicas = replicas;
  });
}

function report(
  cluster: Cluster,
  o: { deployment: Workload; wanted: number; current: Workload | undefined; others: Workload[] },
): void {
  const count = (set: Workload | undefined, field: string): number => Number(set?.status?.[field] ?? 0);
  const old = o.others.reduce((sum, one) => sum + count(one, 'replicas'), 0);
  const ready = count(o.current, 'readyReplicas') + o.others.reduce((sum, one) => sum + count(one, 'readyReplicas'), 0);
  const isAvailable = ready >= o.wanted;
  cluster.store.update(deployments, o.deployment.metadata, (draft) => {
    draft.status = {
      observedGeneration: o.deployment.metadata.generation ?? 1,
      replicas: count(o.current, 'replicas') + old,
      updatedReplicas: count(o.current, 'replicas'),
      readyReplicas: ready,
      availableReplicas: ready,
      ...(isAvailable ? {} : { unavailableReplicas: o.wanted - ready }),
      conditions: [{ type: 'Available', status: isAvailable ? 'True' : 'False', reason: 'MinimumReplicas' }],
    };
  });
}
