import { NeedsHumanError } from '../../domain/errors.ts';
import type { Kubernetes, Node, Pod } from '../../kubernetes/kubernetes.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';

/** Domain time that disruption budgets are waited for before a person is asked. */
const patienceMs = 30 * 60_000;

/**
 * Cordons a node and moves the pods off it by the eviction API, which keeps to their disruption budgets; holds nothing
 * meanwhile. What belongs to a DaemonSet or to the node itself stays. Done when nothing is left that has to move; throws
 * STILL_IN_USE when budgets kept pods on it for too long. Whoever stops before the node is gone lets pods come to it
 * again, by `setUnschedulable`.
 */
export async function drainNode(
  kubernetes: Kubernetes,
  context: StepContext,
  { name: nodeName, unschedulable }: Pick<Node, 'name' | 'unschedulable'>,
): Promise<StepOutcome> {
  if (!unschedulable) {
    await context.fence();
    await kubernetes.setUnschedulable(nodeName, true);
  }
  const pods = (await kubernetes.listPods({ nodeName })).filter(hasToMove);
  if (pods.length === 0) return done({ nodeName });
  const blocked = await evict(kubernetes, context, pods);
  const list = pods.slice(0, 5).map(podName).join(', ');
  const why = blocked[0] === undefined ? '' : ` (${blocked[0]})`;
  if (blocked.length > 0 && context.clock.elapsed(context.startedAtMs) > patienceMs) {
    throw drainBlocked(nodeName, blocked);
  }
  return waiting(`${pods.length} pods to leave ${nodeName}: ${list}${why}`, context.startedAtMs);
}

async function evict(kubernetes: Kubernetes, context: StepContext, pods: Pod[]): Promise<string[]> {
  const blocked: string[] = [];
  for (const pod of pods.filter(({ deletedAtMs }) => deletedAtMs === undefined)) {
    await context.fence();
    const outcome = await kubernetes.evictPod(pod.namespace ?? '', pod.name);
    if (outcome !== 'evicted') blocked.push(`${podName(pod)}: ${outcome.blockedBy}`);
  }
  return blocked;
}

function hasToMove({ owner, annotations, phase }: Pod): boolean {
  const isOfNode = owner?.kind === 'DaemonSet' || annotations['kubernetes.io/config.mirror'] !== undefined;
  return !isOfNode && phase !== 'Succeeded' && phase !== 'Failed';
}

function podName({ namespace, name }: Pod): string {
  return `${namespace ?? ''}/${name}`;
}

function drainBlocked(nodeName: string, blocked: string[]): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `Node ${nodeName} has to be emptied, and disruption budgets keep pods on it: ${blocked.slice(0, 5).join('; ')}. The node takes new pods again. Let these pods move (more replicas, a wider budget), then retry.`,
  });
}
