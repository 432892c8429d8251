import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import type { StepContext } from '../runner/workflow.ts';
import { type PlacedPod, podName } from './pods-to-move.ts';

/** Domain time that disruption budgets are waited for before a person is asked. */
export const evictionPatienceMs = 30 * 60_000;

/** Asks pods to leave by the eviction API. Answers whom a disruption budget keeps, and which. */
export async function evictPods(
  kubernetes: Kubernetes,
  context: StepContext,
  pods: readonly PlacedPod[],
): Promise<string[]> {
  const blocked: string[] = [];
  for (const pod of pods.filter(({ isLeaving }) => !isLeaving)) {
    await context.fence();
    const outcome = await kubernetes.evictPod(pod.namespace, pod.name);
    if (outcome !== 'evicted') blocked.push(`${podName(pod)}: ${outcome.blockedBy}`);
  }
  return blocked;
}
