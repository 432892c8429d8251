import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { deleteNodePool } from '../pool-steps/delete-node-pool.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deletePlanOf } from './plan-of.ts';

interface Request {
  clusterId: string;
  needs: string[];
}

/** ACK adds no node by itself any more: it would for the pods that are moved off. */
export function stopScalingStep(deps: WorkflowDeps, request: Request): Step {
  return nodePoolStep(deps, {
    ...request,
    ...{ name: 'scaling', title: 'No further nodes', deadlineMs: 30 * 60_000 },
    async act({ ack, context, pool }) {
      if (!pool.autoScaling.enable) return done({});
      if (pool.state !== 'active') return waiting(`the node pool to take changes (${pool.state})`, context.startedAtMs);
      await context.fence();
      await ack.changeNodePool({ clusterId: request.clusterId, nodePoolId: pool.nodePoolId }, { autoScaling: 'off' });
      return waiting('the node pool to scale by itself no more', context.clock.now());
    },
  });
}

/** Every node has left; their machines are released. ACK may take more than half an hour for it (alicloud.md 4). */
export function removeNodesStep(deps: WorkflowDeps, request: Request): Step {
  return nodePoolStep(deps, {
    ...request,
    ...{ name: 'nodes-gone', title: 'Nodes removed', deadlineMs: 3 * 60 * 60_000 },
    async act({ ack, context, pool }) {
      const { nodePoolId, desiredSize, counts, state } = pool;
      // In this state ACK takes no other change; the delete that follows is forced, and the nodes are drained.
      if ((counts.total === 0 && desiredSize === 0) || state === 'delete_failed') return done({ nodes: counts.total });
      if (desiredSize === 0 || state !== 'active') {
        return waiting(`${counts.total} nodes to leave (${state})`, context.startedAtMs);
      }
      await context.fence();
      await ack.changeNodePool({ clusterId: request.clusterId, nodePoolId }, { desiredSize: 0 });
      return waiting('the nodes to leave', context.clock.now());
    },
  });
}

/** The node pool is gone. */
export function deleteNodePoolStep(deps: WorkflowDeps, request: Request): Step {
  return nodePoolStep(deps, {
    ...request,
    ...{ name: 'node-pool', title: 'Node pool deleted', deadlineMs: 3 * 60 * 60_000 },
    act: ({ ack, context, pool }) => deleteNodePool(ack, context, { clusterId: request.clusterId, found: pool }),
  });
}

function nodePoolStep(
  deps: WorkflowDeps,
  wanted: Pick<Step, 'name' | 'title' | 'deadlineMs'> &
    Request & { act(given: { ack: AckApi; context: StepContext; pool: NodePool }): Promise<StepOutcome> },
): Step {
  const { name, title, needs, deadlineMs, clusterId, act } = wanted;
  return {
    ...{ name, title, needs, deadlineMs },
    lock: `cluster-${clusterId}`,
    async ensure(context) {
      const { clusterName, nodePoolId } = deletePlanOf(context);
      const { ack } = cloudOf(deps, clusterName);
      if (nodePoolId === undefined) return done({});
      const pool = await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
      return pool ? act({ ack, context, pool }) : done({ deleted: nodePoolId });
    },
  };
}
