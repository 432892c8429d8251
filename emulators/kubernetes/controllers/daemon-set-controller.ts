import type { Cluster } from '../cluster.ts';
import { randomSuffix } from '../random-suffix.ts';
import type { Controller } from '../reconcile-loop.ts';
import { daemonSets, nodes, pods } from '../resources.ts';
import { matchesNode } from '../scheduling/matches-node.ts';
import { untolerated } from '../scheduling/tolerates.ts';
import { deletePod } from '../verbs/delete-object.ts';
import type { KubeNode, Pod, PodSpec, Toleration, Workload } from '../workload-manifests.ts';
import { createPod, isOwnedBy, isPodReady, templateHash } from './create-pod.ts';

/** A pod on every node that fits, bound to it by affinity: like every pod, it gets its `nodeName` from the scheduler. */
export const daemonSetController: Controller = { watches: [daemonSets, nodes, pods], reconcile };

const HASH = 'controller-revision-hash';
const NODE_NAME = 'metadata.name';

function reconcile(cluster: Cluster, again: () => void): void {
  const present = cluster.store.list(nodes);
  for (const set of cluster.store.list(daemonSets)) {
    const owned = cluster.store.list(pods, set.metadata.namespace).filter((pod) => isOwnedBy(pod, set));
    const spec = daemonSpec(set.spec.template.spec);
    const fitting = present.filter((node) => isFit(spec, node));
    for (const node of fitting) if (!ensurePod(cluster, { set, node, owned, spec })) again();
    replaceOutdated(cluster, { set, owned });
    report(cluster, { set, owned, desired: fitting.length });
  }
}

function ensurePod(cluster: Cluster, o: { set: Workload; node: KubeNode; owned: Pod[]; spec: PodSpec }): boolean {
  const nodeName = o.node.metadata.name;
  const here = o.owned.find((pod) => targetOf(pod.spec) === nodeName);
  if (here !== undefined && here.status.phase !== 'Failed') return true;
  if (here !== undefined) deletePod(cluster, { ...here.metadata, graceSeconds: 0 });
  const spec = {
    affinity: boundTo(nodeName, o.spec),
    ...(o.spec.tolerations === undefined ? {} : { tolerations: o.spec.tolerations }),
  };
  const name = `${o.set.metadata.name}-${randomSuffix()}`;
  return createPod(cluster, { owner: o.set, name, labels: { [HASH]: templateHash(o.set) }, spec });
}

/** Replaces the template's own terms, which have chosen the node. */
function boundTo(nodeName: string, { affinity }: PodSpec): NonNullable<PodSpec['affinity']> {
  const nodeSelectorTerms = [{ matchFields: [{ key: NODE_NAME, operator: 'In', values: [nodeName] }] }];
  const requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms };
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution } };
}

function targetOf(spec: PodSpec): string | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = (required?.nodeSelectorTerms ?? []).flatMap((term) => term.matchFields ?? []);
  return fields.find((field) => field.key === NODE_NAME)?.values?.[0] ?? spec.nodeName;
}

/** One at a time, and only while the others run. */
function replaceOutdated(cluster: Cluster, o: { set: Workload; owned: Pod[] }): void {
  const hash = templateHash(o.set);
  const outdated = o.owned.filter((pod) => pod.metadata.labels?.[HASH] !== hash);
  const isBusy = o.owned.some((pod) => !outdated.includes(pod) && !isPodReady(pod));
  const isGoing = o.owned.some((pod) => pod.metadata.deletionTimestamp !== undefined);
  const [next] = outdated;
  if (next !== undefined && !isBusy && !isGoing) deletePod(cluster, next.metadata);
}

function report(cluster: Cluster, o: { set: Workload; owned: Pod[]; desired: number }): void {
  const hash = templateHash(o.set);
  const ready = o.owned.filter(isPodReady).length;
  cluster.store.update(daemonSets, o.set.metadata, (draft) => {
    draft.status = {
      ...draft.status,
      desiredNumberScheduled: o.desired,
      currentNumberScheduled: o.owned.length,
      numberMisscheduled: 0,
      numberReady: ready,
      numberAvailable: ready,
      numberUnavailable: o.desired - ready,
      updatedNumberScheduled: o.owned.filter((pod) => pod.metadata.labels?.[HASH] === hash).length,
      observedGeneration: o.set.metadata.generation ?? 1,
    };
  });
}

function isFit(spec: PodSpec, node: KubeNode): boolean {
  return matchesNode(spec, node) && untolerated(spec.tolerations, node.spec.taints) === undefined;
}

/** The tolerations that the DaemonSet controller adds by itself. */
function daemonSpec(spec: PodSpec): PodSpec {
  const noExecute = ['not-ready', 'unreachable'];
  const noSchedule = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  if (spec.hostNetwork === true) noSchedule.push('network-unavailable');
  const toleration = (name: string, effect: string): Toleration => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  });
  const added = [
    ...noExecute.map((name) => toleration(name, 'NoExecute')),
    ...noSchedule.map((name) => toleration(name, 'NoSchedule')),
  ];
  return { ...spec, tolerations: [...(spec.tolerations ?? []), ...added] };
}
