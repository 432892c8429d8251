import type { AckApi, NodePool, NodePoolRequest } from '../../cloud/cloud.ts';
import type { CreatePlan } from '../../domain/create-plan.ts';
import { OutcomeUnknownError } from '../../domain/errors.ts';
import { markerTags, poolTaints, tagsWithMarker, terwayConfigLabel } from '../../domain/markers.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { cloudOf, clusterSettings } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { findNodePool, settleMs } from './find-node-pool.ts';
import { demandTaskSucceeds } from './node-pool-state.ts';
import { markerOf, nodeVSwitchesOf, planOf } from './target.ts';
import { undoNodePool } from './undo-node-pool.ts';

/**
 * Makes the node pool, still empty. ACK has no client token and does not keep names unique: the intent is stored
 * first, and an intent without a result means looking by name, marker and tasks until a settle time has passed.
 */
export function createNodePoolStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'node-pool',
    title: 'Node pool',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const { ack } = cloudOf(deps, planOf(context).clusterName);
      const found = await findNodePool(ack, context);
      if (found) return settled(ack, context, found);
      const { nodePoolId, intendedAtMs } = context.notes;
      if (typeof nodePoolId === 'string') return waiting('the node pool to show up', context.startedAtMs);
      if (typeof intendedAtMs === 'number' && context.clock.elapsed(intendedAtMs) < settleMs) {
        return waiting('the cloud to show whether the node pool was made', intendedAtMs);
      }
      await create(deps, context);
      return waiting('the node pool to become active', context.clock.now());
    },
    undo: (context) => undoNodePool(cloudOf(deps, planOf(context).clusterName).ack, context),
  };
}

async function settled(ack: AckApi, context: StepContext, found: NodePool) {
  if (context.notes.nodePoolId !== found.nodePoolId) await context.note({ nodePoolId: found.nodePoolId });
  if (found.state === 'active') return done({ nodePoolId: found.nodePoolId, name: found.name });
  await demandTaskSucceeds(ack, context.notes.taskId);
  return waiting(`the node pool to become active (${found.state})`, context.startedAtMs);
}

async function create(deps: WorkflowDeps, context: StepContext): Promise<void> {
  const plan = planOf(context);
  const { ack } = cloudOf(deps, plan.clusterName);
  const { tags } = clusterSettings(deps, plan.clusterName);
  await context.note({ intendedAtMs: context.clock.now() });
  await context.fence();
  try {
    const { nodePoolId, taskId } = await ack.createNodePool(plan.clusterId, nodePoolRequest(context, tags));
    await context.note({ nodePoolId, taskId });
  } catch (error) {
    // A clear "no" means that nothing was made, so the next try need not wait for anything to show up.
    if (!(error instanceof OutcomeUnknownError)) await context.note({ intendedAtMs: null });
    throw error;
  }
}

function nodePoolRequest(context: StepContext, tags: Readonly<Record<string, string>>): NodePoolRequest {
  const plan = planOf(context);
  const marker = markerOf(plan);
  return {
    name: plan.nodePoolName,
    vSwitchIds: nodeVSwitchesOf(context).map(({ vSwitchId }) => vSwitchId),
    instanceTypes: plan.instanceTypes,
    systemDiskGib: plan.systemDiskGib,
    securityGroupId: plan.securityGroupId,
    labels: [...terwayLabel(plan), ...markerTags(marker)],
    taints: poolTaints(plan.poolName),
    tags: tagsWithMarker(marker, tags),
    desiredSize: 0,
  };
}

/** On Flannel pods find the nodes by the pool's marker; this label would say what is not so. */
function terwayLabel({ plugin, configMapName }: CreatePlan): NodePoolRequest['labels'] {
  return admitsWholeNodes(plugin) ? [] : [{ key: terwayConfigLabel, value: configMapName }];
}
