import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { demandTaskSucceeds, isNodePoolReady, mustAskAgain } from '../create-pool/node-pool-state.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

interface Range {
  min: number;
  max: number;
}

/**
 * Gives the node pool its new size, absolute, or its new bounds where ACK scales it; nodes that are too many are taken
 * out one by one by other steps. It goes on when every node is healthy.
 */
export function scaleNodesStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'scale-nodes',
    title: 'Nodes scaled',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    ensure: (context) => scaleTo(deps, context, resizePlanOf(context).nodes.to),
    undo: (context) => scaleTo(deps, context, resizePlanOf(context).nodes.from),
  };
}

async function scaleTo(deps: WorkflowDeps, context: StepContext, wanted: Range): Promise<StepOutcome> {
  const { clusterName, clusterId, nodePoolId } = resizePlanOf(context);
  const { ack } = cloudOf(deps, clusterName);
  const pool = await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
  if (!pool) {
    throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${nodePoolId} is gone.` });
  }
  const isAuto = wanted.max > wanted.min;
  const isBack = context.operation.direction === 'back';
  if (pool.autoScaling.enable && !isAuto) return change(ack, context, { autoScaling: 'off' });
  const size = isBack ? wanted.min : Math.max(wanted.min, pool.desiredSize);
  const isSized = pool.autoScaling.enable || pool.desiredSize === size;
  if (!isSized || mustAskAgain(pool, context)) return change(ack, context, { desiredSize: size });
  if (isAuto && !hasBounds(pool, wanted)) return change(ack, context, { autoScaling: wanted });
  if (pool.autoScaling.enable ? pool.state === 'active' : isNodePoolReady(pool))
    return done({ nodes: pool.counts.healthy });
  if (pool.counts.failed > 0 && pool.state === 'active') throw nodesFailed(pool);
  await demandTaskSucceeds(ack, context.notes.taskId);
  return waiting(`nodes: ${pool.counts.healthy} of ${pool.desiredSize} are healthy`, context.startedAtMs);
}

async function change(
  ack: AckApi,
  context: StepContext,
  wanted: { desiredSize: number } | { autoScaling: Range | 'off' },
): Promise<StepOutcome> {
  const { clusterId, nodePoolId } = resizePlanOf(context);
  await context.fence();
  const { taskId } = await ack.changeNodePool({ clusterId, nodePoolId }, wanted);
  await context.note({ taskId, askedInTryMs: context.startedAtMs });
  return waiting('the node pool to take its new size', context.clock.now());
}

function hasBounds({ autoScaling }: NodePool, { min, max }: Range): boolean {
  return autoScaling.enable && autoScaling.min === min && autoScaling.max === max;
}

function nodesFailed({ nodePoolId, counts, desiredSize }: NodePool): TerminalError {
  return new TerminalError({
    code: 'NODE_WRONG',
    publicText: `${counts.failed} of ${desiredSize} nodes did not join the cluster. Look at the events of node pool ${nodePoolId} in the ACK console, remove the failed nodes, then retry.`,
  });
}
