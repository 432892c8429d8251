import type { Cluster } from '../cluster.ts';
import { randomSuffix } from '../random-suffix.ts';
import type { Controller } from '../reconcile-loop.ts';
import { pods, replicaSets } from '../resources.ts';
import { deletePod } from '../verbs/delete-object.ts';
import { createPod, isOwnedBy, isPodActive, isPodReady } from './create-pod.ts';

/** Keeps as many active pods as asked; pods that are not ready go first. */
export const replicaSetController: Controller = { watches: [replicaSets, pods], reconcile };

function reconcile(cluster: Cluster, again: () => void): void {
  for (const set of cluster.store.list(replicaSets)) {
    const owned = cluster.store.list(pods, set.metadata.namespace).filter((pod) => isOwnedBy(pod, set));
    const active = owned.filter(isPodActive);
    const wanted = set.spec.replicas ?? 1;
    for (let missing = wanted - active.length; missing > 0; missing -= 1) {
      const name = `${set.metadata.name}-${randomSuffix()}`;
      if (createPod(cluster, { owner: set, name, labels: {} })) continue;
      again();
      break;
    }
    const byReadiness = [...active].sort((a, b) => Number(isPodReady(a)) - Number(isPodReady(b)));
    for (const pod of byReadiness.slice(0, Math.max(0, active.length - wanted))) deletePod(cluster, pod.metadata);
    cluster.store.update(replicaSets, set.metadata, (draft) => {
      const ready = active.filter(isPodReady).length;
      draft.status = { ...draft.status, replicas: active.length, readyReplicas: ready, availableReplicas: ready };
    });
  }
}
