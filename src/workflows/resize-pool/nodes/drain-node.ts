import { NeedsHumanError } from '../../../domain/errors.ts';
import { markerKeys } from '../../../domain/markers.ts';
import type { Kubernetes, Pod } from '../../../kubernetes/kubernetes.ts';
import { kubernetesOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { resizePlanOf } from '../target.ts';
import type { ChosenNode } from './chosen-node.ts';

/** Domain time that disruption budgets are waited for before a person is asked. */
const patienceMs = 30 * 60_000;

/**
 * Moves the pods off a node by the eviction API, which keeps to their disruption budgets; holds nothing meanwhile. What
 * belongs to a DaemonSet or to the node itself stays. When it stops before the end, pods may come to the node again.
 */
export function drainNodeStep(
  deps: WorkflowDeps,
  request: { name: string; needs: string[]; chosen: ChosenNode },
): Step {
  const { nodeName } = request.chosen;
  return {
    name: request.name,
    title: `Pods moved off ${nodeName}`,
    needs: request.needs,
    deadlineMs: 24 * 60 * 60_000,
    ensure: (context) => drain(deps, context, nodeName),
    async tidy(context) {
      await kubernetesOf(deps, resizePlanOf(context).clusterName).setUnschedulable(nodeName, false);
    },
  };
}

async function drain(deps: WorkflowDeps, context: StepContext, nodeName: string): Promise<StepOutcome> {
  const plan = resizePlanOf(context);
  const kubernetes = kubernetesOf(deps, plan.clusterName);
  const node = (await kubernetes.listNodes(`${markerKeys.pool}=${plan.poolId}`)).find(({ name }) => name === nodeName);
  if (!node) return done({ nodeName });
  if (!node.unschedulable) {
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
    publicText: `Node ${nodeName} has to be replaced, and disruption budgets keep pods on it: ${blocked.slice(0, 5).join('; ')}. The node takes new pods again. Let these pods move (more replicas, a wider budget), then retry.`,
  });
}
