import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import type { Controller } from '../reconcile-loop.ts';
import { nodes, pods } from '../resources.ts';
import { tolerates } from '../scheduling/tolerates.ts';
import { deletePod } from '../verbs/delete-object.ts';

/** NoExecute: a pod that does not tolerate the taint goes, also one that named the node itself. */
export const taintEviction: Controller = { watches: [nodes, pods], reconcile };

function reconcile(cluster: Cluster): void {
  const byName = new Map(cluster.store.list(nodes).map((node) => [node.metadata.name, node]));
  for (const pod of cluster.store.list(pods)) {
    const node = byName.get(pod.spec.nodeName ?? '');
    if (node === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    const taint = (node.spec.taints ?? []).find(
      (one) => one.effect === 'NoExecute' && !tolerates(pod.spec.tolerations, one),
    );
    if (taint === undefined) continue;
    const message = `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`;
    const component = 'taint-eviction-controller';
    recordEvent(cluster, { about: pod, type: 'Normal', reason: 'TaintManagerEviction', message, component });
    deletePod(cluster, { namespace: pod.metadata.namespace, name: pod.metadata.name });
  }
}
