import { z } from 'zod';
import { NeedsHumanError } from '../../domain/errors.ts';
import { markerKeys } from '../../domain/markers.ts';
import type { Kubernetes, Node } from '../../kubernetes/kubernetes.ts';
import { evictionPatienceMs, evictPods } from '../pool-steps/evict-pods.ts';
import { type PlacedPod, podName, podsToMove } from '../pool-steps/pods-to-move.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deletePlanOf } from './plan-of.ts';

const notesSchema = z.looseObject({ toLeave: z.array(z.string()).optional() });

/** No node of the pool takes pods any more, and all that can move have left; the nodes stay cordoned when it stops. */
export function drainNodesStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'drain',
    title: 'Pods moved off the nodes',
    needs: request.needs,
    deadlineMs: 24 * 60 * 60_000,
    ensure: (context) => drain(deps, context),
  };
}

async function drain(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const { clusterName, poolId } = deletePlanOf(context);
  const kubernetes = kubernetesOf(deps, clusterName);
  const nodes = await kubernetes.listNodes(`${markerKeys.pool}=${poolId}`);
  const wasCordoned = await cordon(kubernetes, context, nodes);
  const found = (await Promise.all(nodes.map(({ name }) => podsToMove(kubernetes, name)))).flat();
  const pods = await thoseToLeave(context, { found, wasCordoned });
  if (pods.length === 0) return done({ drained: nodes.map(({ name }) => name) });
  const blocked = await evictPods(kubernetes, context, pods);
  if (blocked.length > 0 && context.clock.elapsed(context.startedAtMs) > evictionPatienceMs)
    throw drainBlocked(blocked);
  const why = blocked[0] === undefined ? '' : ` (${blocked[0]})`;
  const names = pods.slice(0, 5).map(podName).join(', ');
  return waiting(`${pods.length} pods to leave ${nodes.length} nodes: ${names}${why}`, context.startedAtMs);
}

/** All of them before anything is evicted, or its pods would come to the next one. Answers whether all were already. */
async function cordon(kubernetes: Kubernetes, context: StepContext, nodes: Node[]): Promise<boolean> {
  const open = nodes.filter(({ unschedulable }) => !unschedulable);
  for (const { name } of open) {
    await context.fence();
    await kubernetes.setUnschedulable(name, true);
  }
  return open.length === 0;
}

/** A pod that came to a cordoned node tolerates that, and would come back for ever: it goes with the node. */
async function thoseToLeave(
  context: StepContext,
  { found, wasCordoned }: { found: PlacedPod[]; wasCordoned: boolean },
): Promise<PlacedPod[]> {
  const { toLeave } = notesSchema.parse(context.notes);
  if (toLeave && wasCordoned) return found.filter(({ uid }) => toLeave.includes(uid));
  await context.note({ toLeave: found.map(({ uid }) => uid) });
  return found;
}

function drainBlocked(blocked: string[]): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `Disruption budgets keep pods on the pool's nodes: ${blocked.slice(0, 5).join('; ')}. No node is removed while they run there, and none takes new pods. Let these pods move (more replicas elsewhere, a wider budget), then retry.`,
  });
}
