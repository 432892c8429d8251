import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { demandTaskSucceeds, isNodePoolReady, mustAskAgain, takesChanges } from '../create-pool/node-pool-state.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { drainedAdded } from './nodes/drain-added.ts';
import { ensureResizeConfigMap } from './rewrite-config-map.ts';
import { resizePlanOf } from './target.ts';

interface Range {
  min: number;
  max: number;
}

/**
 * Gives the node pool its new size, absolute, or its new bounds where ACK scales it; nodes that are too many are taken
 * out one by one by other steps. It goes on when every node is healthy; the cluster's lock is given back as soon as the
 * cluster takes other changes again. Taken back, it removes the added nodes that were drained, and no others.
 */
export function scaleNodesStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'scale-nodes',
    title: 'Nodes scaled',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    ensure: (context) => scale(deps, context),
    undo: (context) => scaleBack(deps, context),
  };
}

async function scale(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const { clusterName, clusterId, nodePoolId, nodes } = resizePlanOf(context);
  const { ack } = cloudOf(deps, clusterName);
  const pool = await readPool(ack, context);
  const wanted = nodes.to;
  if (context.notes.before === undefined) {
    const before = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    await context.note({ before: before.map(({ instanceId }) => instanceId) });
  }
  if (pool.autoScaling.enable && !isAuto(wanted)) return change(ack, context, { autoScaling: 'off' });
  const size = Math.max(wanted.min, pool.desiredSize);
  const isSized = pool.autoScaling.enable || pool.desiredSize === size;
  if (!isSized || mustAskAgain(pool, context)) {
    await ensureResizeConfigMap(deps, context);
    return change(ack, context, { desiredSize: size });
  }
  if (isAuto(wanted) && !hasBounds(pool, wanted)) {
    await ensureResizeConfigMap(deps, context);
    return change(ack, context, { autoScaling: wanted });
  }
  if (isSettled(pool)) return done({ nodes: pool.counts.healthy });
  if (pool.counts.failed > 0 && pool.state === 'active') throw nodesFailed(pool);
  await demandTaskSucceeds(ack, context.notes.taskId);
  return {
    kind: 'waiting',
    for: `nodes: ${pool.counts.healthy} of ${pool.desiredSize} are healthy`,
    sinceMs: context.startedAtMs,
    letsGoOfLock: context.holdsLock && (await takesChanges(ack, clusterId)),
  };
}

async function scaleBack(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const { clusterName, clusterId, nodePoolId, nodes } = resizePlanOf(context);
  const { ack } = cloudOf(deps, clusterName);
  const pool = await readPool(ack, context);
  const wanted = nodes.from;
  if (pool.autoScaling.enable && !isAuto(wanted)) return change(ack, context, { autoScaling: 'off' });
  if (isAuto(wanted)) {
    if (!hasBounds(pool, wanted)) return change(ack, context, { autoScaling: wanted });
    return isSettled(pool) ? done({}) : waiting('the node pool to settle', context.startedAtMs);
  }
  const drained = drainedAdded(context.operation);
  const left = (await ack.listNodes({ clusterId, nodePoolId }, 'fresh')).filter((one) =>
    drained.includes(one.instanceId),
  );
  const instanceIds = left.filter(({ state }) => state !== 'removing').map(({ instanceId }) => instanceId);
  if (instanceIds.length > 0 && pool.state === 'active') {
    await context.fence();
    await ack.removeNodes({ clusterId, nodePoolId, instanceIds });
    return waiting('the new nodes to leave', context.clock.now());
  }
  if (left.length > 0 || pool.state !== 'active') return waiting('the new nodes to leave', context.startedAtMs);
  // Nobody is there whom a smaller size could take out: which ones those are would be the vendor's choice.
  if (pool.desiredSize !== wanted.min && pool.counts.total <= wanted.min) {
    await ensureResizeConfigMap(deps, context);
    return change(ack, context, { desiredSize: wanted.min });
  }
  if (isSettled(pool)) return done({ nodes: pool.counts.healthy });
  return waiting(`nodes: ${pool.counts.healthy} of ${pool.desiredSize} are healthy`, context.startedAtMs);
}

async function readPool(ack: AckApi, context: StepContext): Promise<NodePool> {
  const { clusterId, nodePoolId } = resizePlanOf(context);
  const pool = await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
  if (pool) return pool;
  throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${nodePoolId} is gone.` });
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

function isAuto({ min, max }: Range): boolean {
  return max > min;
}

function hasBounds({ autoScaling }: NodePool, { min, max }: Range): boolean {
  return autoScaling.enable && autoScaling.min === min && autoScaling.max === max;
}

function isSettled(pool: NodePool): boolean {
  return pool.autoScaling.enable ? pool.state === 'active' : isNodePoolReady(pool);
}

function nodesFailed({ nodePoolId, counts, desiredSize }: NodePool): TerminalError {
  return new TerminalError({
    code: 'NODE_WRONG',
    publicText: `${counts.failed} of ${desiredSize} nodes did not join the cluster. Look at the events of node pool ${nodePoolId} in the ACK console, remove the failed nodes, then retry.`,
  });
}
