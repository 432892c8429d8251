import { markerKeys } from '../../../domain/markers.ts';
import { drainNode } from '../../pool-steps/drain-node.ts';
import { kubernetesOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { resizePlanOf } from '../target.ts';
import type { ChosenNode } from './chosen-node.ts';

/** Moves the pods off a node that goes. When it stops before the end, pods may come to the node again. */
export function drainNodeStep(
  deps: WorkflowDeps,
  request: { name: string; needs: string[]; chosen: ChosenNode },
): Step {
  const { nodeName } = request.chosen;
  const takePodsAgain = async (context: StepContext) => {
    await kubernetesOf(deps, resizePlanOf(context).clusterName).setUnschedulable(nodeName, false);
  };
  return {
    name: request.name,
    title: `Pods moved off ${nodeName}`,
    needs: request.needs,
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const { clusterName, poolId } = resizePlanOf(context);
      const kubernetes = kubernetesOf(deps, clusterName);
      const nodes = await kubernetes.listNodes(`${markerKeys.pool}=${poolId}`);
      const node = nodes.find(({ name }) => name === nodeName);
      return node ? drainNode(kubernetes, context, node) : done({ nodeName });
    },
    tidy: takePodsAgain,
    // Also when it was empty: the node may not have been removed after that.
    async undo(context) {
      await takePodsAgain(context);
      return done({ nodeName });
    },
  };
}
