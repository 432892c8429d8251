import { adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { drainNode } from '../pool-steps/drain-node.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { adoptPlanOf } from './plan-of.ts';

/** Moves the pods off a node. When it stops before the node is taken out, pods may come to it again as before. */
export function drainNodeStep(deps: WorkflowDeps, request: { node: NodeToAdopt; needs: string[] }): Step {
  const { node, needs } = request;
  const names = adoptSteps(node);
  const takePodsAgain = async (context: StepContext) => {
    if (node.wasCordoned || context.facts(names.remove)) return;
    await kubernetesOf(deps, adoptPlanOf(context).clusterName).setUnschedulable(node.nodeName, false);
  };
  return {
    ...{ name: names.drain, title: `Pods moved off ${node.nodeName}`, needs, deadlineMs: 24 * 60 * 60_000 },
    async ensure(context) {
      const kubernetes = kubernetesOf(deps, adoptPlanOf(context).clusterName);
      const found = (await kubernetes.listNodes('')).find(({ instanceId }) => instanceId === node.instanceId);
      return found ? drainNode(kubernetes, context, found) : done({ nodeName: node.nodeName });
    },
    tidy: takePodsAgain,
    async undo(context) {
      await takePodsAgain(context);
      return done({});
    },
  };
}
