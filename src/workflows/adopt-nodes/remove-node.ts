import { adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import { podsToMove } from '../pool-steps/pods-to-move.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { adoptPlanOf } from './plan-of.ts';

/** Takes the drained node out of its node pool and of the cluster; its machine goes on running. */
export function removeNodeStep(
  deps: WorkflowDeps,
  request: { node: NodeToAdopt; clusterId: string; needs: string[] },
): Step {
  const { clusterId, needs } = request;
  const { nodeName, instanceId, source } = request.node;
  return {
    ...{ name: adoptSteps(request.node).remove, title: `Node ${nodeName} taken out of ${source.name}`, needs },
    lock: `cluster-${clusterId}`,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { clusterName } = adoptPlanOf(context);
      const [{ ack }, kubernetes] = [cloudOf(deps, clusterName), kubernetesOf(deps, clusterName)];
      const from = { clusterId, nodePoolId: source.nodePoolId };
      const [pool, members, nodes] = await Promise.all([
        ack.readNodePool(from, 'fresh'),
        ack.listNodes(from, 'fresh'),
        kubernetes.listNodes(''),
      ]);
      const node = nodes.find((one) => one.instanceId === instanceId);
      const member = members.find((one) => one.instanceId === instanceId);
      if (member && member.state !== 'removing') {
        if (pool?.state !== 'active') return waiting(`node pool ${source.name} to take changes`, context.startedAtMs);
        if (!node?.unschedulable || (await podsToMove(kubernetes, node.name)).length > 0) throw notEmpty(nodeName);
        await context.fence();
        await ack.removeNodes({ ...from, instanceIds: [instanceId], keepsInstances: true });
        return waiting(`${nodeName} to leave`, context.clock.now());
      }
      if (member || node || (pool && pool.state !== 'active')) {
        return waiting(`${nodeName} to leave`, context.startedAtMs);
      }
      return done({ instanceId });
    },
  };
}

function notEmpty(nodeName: string): TerminalError {
  return new TerminalError({
    code: 'STILL_IN_USE',
    publicText: `Node ${nodeName} was emptied and takes pods again: somebody uncordoned it, or a pod tolerates that. It was left in its node pool. Roll back, let its pods go elsewhere, and ask again.`,
  });
}
