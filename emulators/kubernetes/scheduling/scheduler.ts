import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import { withCondition } from '../nodes/set-condition.ts';
import type { Controller } from '../reconcile-loop.ts';
import { nodes, pods } from '../resources.ts';
import type { KubeNode, Pod } from '../workload-manifests.ts';
import { matchesNode } from './matches-node.ts';
import { tolerates, untolerated } from './tolerates.ts';

/** Puts pending pods on the fitting node with the fewest pods; nothing here knows whether a vSwitch has addresses. */
export const scheduler: Controller = { watches: [pods, nodes], reconcile };

function reconcile(cluster: Cluster): void {
  const all = cluster.store.list(pods);
  const present = cluster.store.list(nodes);
  const counts = new Map<string, Pod[]>();
  for (const pod of all) if (pod.spec.nodeName !== undefined && isActive(pod)) add(counts, pod.spec.nodeName, pod);
  for (const pod of all) {
    if (pod.spec.nodeName !== undefined || !isActive(pod) || pod.metadata.deletionTimestamp !== undefined) continue;
    const refusals = present.map((node) => ({
      node,
      why: refusal({ node, pod, onNode: counts.get(node.metadata.name) ?? [] }),
    }));
    const fitting = refusals.filter((one) => one.why === undefined).map((one) => one.node.metadata.name);
    fitting.sort((a, b) => (counts.get(a)?.length ?? 0) - (counts.get(b)?.length ?? 0));
    const [best] = fitting;
    if (best === undefined) reportUnschedulable(cluster, { pod, reasons: refusals.map((one) => one.why ?? '') });
    else {
      bind(cluster, pod, best);
      add(counts, best, pod);
    }
  }
}

function refusal(o: { node: KubeNode; pod: Pod; onNode: Pod[] }): string | undefined {
  const { node, pod, onNode } = o;
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec.unschedulable === true && !tolerates(pod.spec.tolerations, cordon)) return 'node(s) were unschedulable';
  const taint = untolerated(pod.spec.tolerations, node.spec.taints);
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  if (!matchesNode(pod.spec, node)) return "node(s) didn't match Pod's node affinity/selector";
  // A node that somebody made through the API has room for nothing until a kubelet reports it.
  const room: Record<string, string> = node.status?.allocatable ?? {};
  if (onNode.length >= Number(room.pods ?? 0)) return 'Too many pods';
  const wanted = memberInterfaces(pod);
  if (wanted === 0) return undefined;
  const used = onNode.reduce((sum, one) => sum + memberInterfaces(one), 0);
  return used + wanted > Number(room['aliyun/member-eni'] ?? 0) ? 'Insufficient aliyun/member-eni' : undefined;
}

function memberInterfaces(pod: Pod): number {
  return pod.spec.containers.reduce((sum, one) => sum + Number(one.resources?.requests?.['aliyun/member-eni'] ?? 0), 0);
}

function bind(cluster: Cluster, pod: Pod, nodeName: string): void {
  cluster.store.update(pods, pod.metadata, (draft) => {
    draft.spec.nodeName = nodeName;
    const scheduled = { type: 'PodScheduled', status: 'True', reason: '', message: '' };
    draft.status.conditions = withCondition(draft.status.conditions ?? [], scheduled, cluster.store.timestamp());
  });
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`;
  recordEvent(cluster, { about: pod, type: 'Normal', reason: 'Scheduled', message, component: 'default-scheduler' });
}

function reportUnschedulable(cluster: Cluster, o: { pod: Pod; reasons: string[] }): void {
  const message = explain(o.reasons);
  const known = (o.pod.status.conditions ?? []).find((one) => one.type === 'PodScheduled');
  // The scheduler tries again at every change; the event comes once per new reason.
  if (known?.message === message) return;
  cluster.store.update(pods, o.pod.metadata, (draft) => {
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
    draft.status.conditions = withCondition(draft.status.conditions ?? [], condition, cluster.store.timestamp());
  });
  const component = 'default-scheduler';
  recordEvent(cluster, { about: o.pod, type: 'Warning', reason: 'FailedScheduling', message, component });
}

function explain(reasons: string[]): string {
  const total = reasons.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const list = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const help = `preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
  return `0/${total} nodes are available: ${list.join(', ')}. ${help}`;
}

function isActive(pod: Pod): boolean {
  return pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

function add(counts: Map<string, Pod[]>, name: string, pod: Pod): void {
  counts.set(name, [...(counts.get(name) ?? []), pod]);
}
