import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { ensureConfigMap } from './apply-config-map.ts';
import { demandTaskSucceeds, isNodePoolReady, mustAskAgain, takesChanges } from './node-pool-state.ts';
import { nodePoolIdOf, planOf } from './target.ts';

/**
 * Sets the node pool's absolute size and waits until every node is healthy; never the relative scale call. The
 * cluster's lock is given back as soon as the cluster takes other changes again, long before the nodes are up.
 */
export function addNodesStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'add-nodes',
    title: 'Nodes added',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const plan = planOf(context);
      const { ack } = cloudOf(deps, plan.clusterName);
      const wanted = plan.nodes.min;
      const pool = await readPool(ack, context);
      if (pool.desiredSize < wanted || mustAskAgain(pool, context)) {
        await ensureConfigMap(deps, context);
        await resize(ack, context, Math.max(wanted, pool.desiredSize));
        return waiting(`${wanted} nodes to start`, context.clock.now());
      }
      if (isNodePoolReady(pool)) return done({ nodes: pool.counts.healthy });
      if (pool.counts.failed > 0) throw await nodesFailed(ack, context, pool);
      await demandTaskSucceeds(ack, context.notes.taskId).catch(async (failure: unknown) => {
        throw (await whichNodesFailed(ack, context)) ?? failure;
      });
      const letsGoOfLock = context.holdsLock && (await takesChanges(ack, plan.clusterId));
      return {
        ...waiting(`nodes: ${pool.counts.healthy} of ${pool.desiredSize} are healthy`, context.startedAtMs),
        letsGoOfLock,
      };
    },
    undo: (context) => emptyNodePool(cloudOf(deps, planOf(context).clusterName).ack, context),
  };
}

async function readPool(ack: AckApi, context: StepContext): Promise<NodePool> {
  const request = { clusterId: planOf(context).clusterId, nodePoolId: nodePoolIdOf(context) };
  const pool = await ack.readNodePool(request, context.notes.taskId === undefined ? 'fresh' : 'shared');
  if (pool) return pool;
  throw new TerminalError({
    code: 'CLOUD_NOT_FOUND',
    publicText: `Node pool ${request.nodePoolId} is gone; somebody deleted it. Roll back and create the pool again.`,
  });
}

async function resize(ack: AckApi, context: StepContext, desiredSize: number): Promise<void> {
  const request = { clusterId: planOf(context).clusterId, nodePoolId: nodePoolIdOf(context) };
  await context.fence();
  const { taskId } = await ack.changeNodePool(request, { desiredSize });
  await context.note({ taskId, askedInTryMs: context.startedAtMs });
}

/** A task fails a moment after the node pool was read, and says less than the nodes that did not join. */
async function whichNodesFailed(ack: AckApi, context: StepContext): Promise<TerminalError | undefined> {
  const request = { clusterId: planOf(context).clusterId, nodePoolId: nodePoolIdOf(context) };
  const pool = await ack.readNodePool(request, 'fresh');
  return pool && pool.counts.failed > 0 ? nodesFailed(ack, context, pool) : undefined;
}

async function nodesFailed(ack: AckApi, context: StepContext, pool: NodePool): Promise<TerminalError> {
  const request = { clusterId: planOf(context).clusterId, nodePoolId: pool.nodePoolId };
  const failed = (await ack.listNodes(request, 'fresh')).filter(({ state }) => state === 'failed');
  const reasons = failed.map(
    ({ instanceId, errorMessage }) => `${instanceId}: ${errorMessage.slice(0, 160) || 'not ready in time'}`,
  );
  return new TerminalError({
    code: 'NODE_WRONG',
    publicText: `${pool.counts.failed} of ${pool.desiredSize} nodes did not join the cluster (${reasons.join('; ')}). Look at the node pool's events in the ACK console, remove the failed nodes and retry, or roll back.`,
  });
}

/** Takes all nodes out, so that the node pool can be deleted and nothing carries the pool's label any more. */
async function emptyNodePool(ack: AckApi, context: StepContext): Promise<StepOutcome> {
  const nodePoolId = context.facts('node-pool')?.nodePoolId;
  if (typeof nodePoolId !== 'string') return done({});
  const request = { clusterId: planOf(context).clusterId, nodePoolId };
  const pool = await ack.readNodePool(request, 'fresh');
  if (!pool || (pool.counts.total === 0 && pool.desiredSize === 0)) return done({ nodes: 0 });
  if (pool.desiredSize > 0 && pool.state === 'active') {
    await context.fence();
    await ack.changeNodePool(request, { desiredSize: 0 });
    return waiting('the nodes to leave', context.clock.now());
  }
  return waiting(`${pool.counts.total} nodes to leave (${pool.state})`, context.startedAtMs);
}
