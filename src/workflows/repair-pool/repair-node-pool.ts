import type { AckApi, NodePool, NodePoolChange } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { isOurs, type Marker, markerTags, missingTaints, poolTaintKey, poolTaints } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolSelector } from '../../domain/pool-network.ts';
import { demandTaskSucceeds, takesChanges } from '../create-pool/node-pool-state.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { heldPool } from './repair-input.ts';

/**
 * The node pool has the labels and taints that it was made with, and so has each of its nodes. Those of others stay. ACK
 * gives both to the nodes that exist; what it does not give them in time is named to a person.
 */
export function repairNodePoolStep(
  deps: WorkflowDeps,
  { needs, clusterId }: { needs: string[]; clusterId: string },
): Step {
  return {
    name: 'node-pool',
    title: 'Labels and taints put back',
    needs,
    lock: `cluster-${clusterId}`,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const { pool, marker } = await heldPool(deps, context);
      const { ack } = cloudOf(deps, pool.clusterName);
      const nodePool = await readNodePool(ack, pool, marker);
      const wanted = { labels: labelsFor(pool, marker, nodePool), taints: taintsFor(pool, nodePool) };
      const isRight = isSame(nodePool.labels, wanted.labels) && isSame(nodePool.taints, wanted.taints);
      const lacking = await nodesLacking(deps, pool, marker);
      if (isRight && lacking.length === 0 && nodePool.state === 'active') return done({ nodePoolId: pool.nodePoolId });
      if (context.notes.askedInTryMs !== context.startedAtMs) return ask(ack, context, { pool, nodePool, wanted });
      await demandTaskSucceeds(ack, context.notes.taskId);
      const what =
        lacking.length > 0 ? `labels and taints to reach ${lacking.slice(0, 5).join(', ')}` : 'the node pool';
      return waiting(what, context.startedAtMs);
    },
  };
}

async function ask(
  ack: AckApi,
  context: StepContext,
  { pool, nodePool, wanted }: { pool: Pool; nodePool: NodePool; wanted: NodePoolChange },
): Promise<StepOutcome> {
  const { clusterId } = pool;
  if (nodePool.state !== 'active' || !(await takesChanges(ack, clusterId))) {
    return waiting('the cluster to take changes', context.startedAtMs);
  }
  await context.fence();
  const { taskId } = await ack.changeNodePool({ clusterId, nodePoolId: nodePool.nodePoolId }, wanted);
  await context.note({ taskId, askedInTryMs: context.startedAtMs });
  return waiting('labels and taints to reach the nodes', context.clock.now());
}

async function readNodePool(ack: AckApi, pool: Pool, marker: Marker): Promise<NodePool> {
  const { clusterId, nodePoolId = '' } = pool;
  const found = await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
  if (found && isOurs(found.tags, marker)) return found;
  throw new TerminalError({
    code: 'NOT_OURS',
    publicText: `Node pool ${nodePoolId} of pool ${pool.name} is gone or lost its marker tags, so it was not touched. Put the tags egress-pool/installation and egress-pool/pool back, then retry.`,
  });
}

function labelsFor(pool: Pool, marker: Marker, { labels }: NodePool): NodePool['labels'] {
  const { key, value } = poolSelector(pool);
  const ours = new Map([...markerTags(marker), { key, value }].map((one) => [one.key, one.value]));
  const others = labels.filter((one) => !ours.has(one.key));
  return [...[...ours].map(([key, value]) => ({ key, value })), ...others];
}

function taintsFor(pool: Pool, { taints }: NodePool): NodePool['taints'] {
  return [...poolTaints(pool.name), ...taints.filter(({ key }) => key !== poolTaintKey)];
}

function isSame(left: readonly object[], right: readonly object[]): boolean {
  const sorted = (all: readonly object[]) => all.map((one) => Object.entries(one).sort().join()).sort();
  return sorted(left).join('\n') === sorted(right).join('\n');
}

/** Machines of the node pool whose node lacks something. */
async function nodesLacking(deps: WorkflowDeps, pool: Pool, marker: Marker): Promise<string[]> {
  const { clusterId, nodePoolId = '' } = pool;
  const { key, value } = poolSelector(pool);
  const [members, nodes] = await Promise.all([
    cloudOf(deps, pool.clusterName).ack.listNodes({ clusterId, nodePoolId }, 'fresh'),
    kubernetesOf(deps, pool.clusterName).listNodes(`${key}=${value}`),
  ]);
  const whole = new Set(
    nodes
      .filter(({ labels, taints }) => isOurs(labels, marker) && missingTaints(taints, pool.name).length === 0)
      .map(({ name }) => name),
  );
  return members
    .filter(({ nodeName, state }) => state === 'running' && !whole.has(nodeName))
    .map(({ nodeName }) => nodeName);
}
