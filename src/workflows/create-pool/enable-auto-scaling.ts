import { TerminalError } from '../../domain/errors.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { nodePoolIdOf, planOf } from './target.ts';

/** Lets ACK scale between the asked bounds; only now, since ACK refuses a size and auto-scaling in one request. */
export function enableAutoScalingStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'auto-scaling',
    title: 'Auto-scaling',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const plan = planOf(context);
      const { ack } = cloudOf(deps, plan.clusterName);
      const node = { clusterId: plan.clusterId, nodePoolId: nodePoolIdOf(context) };
      const pool = await ack.readNodePool(node, 'fresh');
      if (!pool)
        throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${node.nodePoolId} is gone.` });
      const { enable, min, max } = pool.autoScaling;
      if (enable && min === plan.nodes.min && max === plan.nodes.max) return done({ min, max });
      await context.fence();
      await ack.changeNodePool(node, { autoScaling: plan.nodes });
      return waiting('auto-scaling to be on', context.clock.now());
    },
    async undo(context) {
      const { ack } = cloudOf(deps, planOf(context).clusterName);
      const node = { clusterId: planOf(context).clusterId, nodePoolId: nodePoolIdOf(context) };
      const pool = await ack.readNodePool(node, 'fresh');
      if (!pool?.autoScaling.enable) return done({});
      await context.fence();
      await ack.changeNodePool(node, { autoScaling: 'off' });
      return waiting('auto-scaling to be off', context.clock.now());
    },
  };
}
