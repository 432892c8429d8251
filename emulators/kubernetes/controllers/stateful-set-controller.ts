import type { Cluster } from '../cluster.ts';
import type { Controller } from '../reconcile-loop.ts';
import { pods, statefulSets } from '../resources.ts';
import { deletePod } from '../verbs/delete-object.ts';
import type { Pod, Workload } from '../workload-manifests.ts';
import { createPod, isOwnedBy, isPodReady, templateHash } from './create-pod.ts';

/** Pods in order: the next one comes when the one before is ready; the highest one goes first. */
export const statefulSetController: Controller = { watches: [statefulSets, pods], reconcile };

const HASH = 'controller-revision-hash';

function reconcile(cluster: Cluster, again: () => void): void {
  for (const set of cluster.store.list(statefulSets)) {
    const owned = cluster.store.list(pods, set.metadata.namespace).filter((pod) => isOwnedBy(pod, set));
    const wanted = set.spec.replicas ?? 1;
    step(cluster, { set, owned, wanted, again });
    const ready = owned.filter(isPodReady).length;
    cluster.store.update(statefulSets, set.metadata, (draft) => {
      const observedGeneration = set.metadata.generation ?? 1;
      draft.status = { replicas: owned.length, readyReplicas: ready, availableReplicas: ready, observedGeneration };
    });
  }
}

function step(cluster: Cluster, o: { set: Workload; owned: Pod[]; wanted: number; again: () => void }): void {
  const { set, owned, wanted } = o;
  const hash = templateHash(set);
  if (owned.some((pod) => pod.metadata.deletionTimestamp !== undefined)) return;
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = owned.find((one) => one.metadata.name === name);
    if (pod === undefined) {
      const labels = { 'statefulset.kubernetes.io/pod-name': name, [HASH]: hash };
      if (!createPod(cluster, { owner: set, name, labels })) o.again();
      return;
    }
    if (!isPodReady(pod)) return;
  }
  const ordinalOf = (pod: Pod): number => Number(pod.metadata.name.split('-').at(-1));
  const surplus = owned.filter((pod) => ordinalOf(pod) >= wanted).sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const outdated = owned
    .filter((pod) => pod.metadata.labels?.[HASH] !== hash)
    .sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const next = surplus[0] ?? outdated[0];
  if (next !== undefined) deletePod(cluster, next.metadata);
}
