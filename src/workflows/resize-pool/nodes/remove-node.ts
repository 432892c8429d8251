import { TerminalError } from '../../../domain/errors.ts';
import { isNodePoolReady } from '../../create-pool/node-pool-state.ts';
import { cloudOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, waiting } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { resizePlanOf } from '../target.ts';
import type { ChosenNode } from './chosen-node.ts';

/** Takes the drained node out of the node pool and releases it; the pool's size falls with it. */
export function removeNodeStep(
  deps: WorkflowDeps,
  request: { name: string; needs: string[]; clusterId: string; chosen: ChosenNode },
): Step {
  const { nodeName, instanceId } = request.chosen;
  return {
    name: request.name,
    title: `Node ${nodeName} removed`,
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { clusterName, clusterId, nodePoolId } = resizePlanOf(context);
      const { ack } = cloudOf(deps, clusterName);
      const nodePool = { clusterId, nodePoolId };
      const [pool, nodes] = await Promise.all([ack.readNodePool(nodePool, 'fresh'), ack.listNodes(nodePool, 'fresh')]);
      if (!pool) throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${nodePoolId} is gone.` });
      const node = nodes.find((one) => one.instanceId === instanceId);
      if (node && node.state !== 'removing' && pool.state === 'active') {
        await context.fence();
        await ack.removeNodes({ ...nodePool, instanceIds: [instanceId] });
        return waiting(`${nodeName} to leave`, context.clock.now());
      }
      const isSettled = pool.autoScaling.enable ? pool.state === 'active' : isNodePoolReady(pool);
      if (node || !isSettled) return waiting(`${nodeName} to leave`, context.startedAtMs);
      return done({ removed: nodeName });
    },
  };
}
