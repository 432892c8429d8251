import { NeedsHumanError } from '../../domain/errors.ts';
import type { Kubernetes, Node } from '../../kubernetes/kubernetes.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import { evictionPatienceMs, evictPods } from './evict-pods.ts';
import { podName, podsToMove } from './pods-to-move.ts';

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
  const pods = await podsToMove(kubernetes, nodeName);
  if (pods.length === 0) return done({ nodeName });
  const blocked = await evictPods(kubernetes, context, pods);
  const list = pods.slice(0, 5).map(podName).join(', ');
  const why = blocked[0] === undefined ? '' : ` (${blocked[0]})`;
  if (blocked.length > 0 && context.clock.elapsed(context.startedAtMs) > evictionPatienceMs) {
    throw drainBlocked(nodeName, blocked);
  }
  return waiting(`${pods.length} pods to leave ${nodeName}: ${list}${why}`, context.startedAtMs);
}

function drainBlocked(nodeName: string, blocked: string[]): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `Node ${nodeName} has to be emptied, and disruption budgets keep pods on it: ${blocked.slice(0, 5).join('; ')}. The node takes new pods again. Let these pods move (more replicas, a wider budget), then retry.`,
  });
}
