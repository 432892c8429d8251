import { z } from 'zod';
import type { ClusterNode } from '../../cloud/cloud.ts';
import { adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { NeedsHumanError, OutcomeUnknownError, TerminalError } from '../../domain/errors.ts';
import { settleMs } from '../create-pool/find-node-pool.ts';
import { demandTaskSucceeds, takesChanges } from '../create-pool/node-pool-state.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { demandConfigMap } from './demand-config-map.ts';
import { adoptPlanOf } from './plan-of.ts';

const notesSchema = z.looseObject({
  asked: z.object({ atMs: z.number(), inTryMs: z.number() }).nullish(),
  taskId: z.string().optional(),
});

/**
 * Puts the machine into the pool's node pool: ACK replaces its system disk, and it comes back as a node of the pool. Not
 * before Terway's ConfigMap is as it has to be, and the machine has no interface but its first.
 */
export function attachNodeStep(
  deps: WorkflowDeps,
  request: { node: NodeToAdopt; clusterId: string; needs: string[] },
): Step {
  const { node, clusterId, needs } = request;
  return {
    ...{ name: adoptSteps(node).attach, title: `Node ${node.nodeName} set up anew in the pool`, needs },
    lock: `cluster-${clusterId}`,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { clusterName, nodePoolId } = adoptPlanOf(context);
      const { ack } = cloudOf(deps, clusterName);
      const into = { clusterId, nodePoolId };
      const [pool, members] = await Promise.all([ack.readNodePool(into, 'fresh'), ack.listNodes(into, 'fresh')]);
      if (!pool) throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${nodePoolId} is gone.` });
      const member = members.find(({ instanceId }) => instanceId === node.instanceId);
      if (member?.state === 'failed') throw nodeFailed(node, member);
      if (member?.state === 'running' && pool.state === 'active') return done({ nodePoolId });
      const { asked, taskId } = notesSchema.parse(context.notes);
      const isAsked = asked?.inTryMs === context.startedAtMs && context.clock.elapsed(asked.atMs) < settleMs;
      if (isAsked || member) {
        await demandTaskSucceeds(ack, taskId);
        const letsGoOfLock = context.holdsLock && member !== undefined && (await takesChanges(ack, clusterId));
        return { kind: 'waiting', for: `${node.nodeName} to come back`, sinceMs: context.startedAtMs, letsGoOfLock };
      }
      if (pool.state !== 'active') return waiting(`the node pool to take changes (${pool.state})`, context.startedAtMs);
      return attach(deps, context, node);
    },
  };
}

async function attach(deps: WorkflowDeps, context: StepContext, node: NodeToAdopt): Promise<StepOutcome> {
  const { clusterName, clusterId, nodePoolId, poolId, poolName, ...plan } = adoptPlanOf(context);
  const { ack, ecs } = cloudOf(deps, clusterName);
  const { instanceId, nodeName } = node;
  await demandConfigMap(kubernetesOf(deps, clusterName), { ...plan, id: poolId, name: poolName });
  const interfaces = await ecs.listNetworkInterfaces({ instanceId }, 'fresh');
  const other = interfaces.find(({ type }) => type !== 'Primary');
  if (other) throw hasInterface(nodeName, other.networkInterfaceId);
  await context.note({ asked: { atMs: context.clock.now(), inTryMs: context.startedAtMs } });
  await context.fence();
  try {
    const { taskId } = await ack.attachInstances({ clusterId, nodePoolId, instanceIds: [instanceId] });
    await context.note({ taskId });
  } catch (error) {
    // A clear "no" means that nothing was done, so the next try need not wait for anything to show up.
    if (!(error instanceof OutcomeUnknownError)) await context.note({ asked: null });
    throw error;
  }
  return waiting(`${nodeName} to come back`, context.clock.now());
}

function nodeFailed({ nodeName, instanceId }: NodeToAdopt, { errorMessage }: ClusterNode): NeedsHumanError {
  return new NeedsHumanError({
    code: 'NODE_WRONG',
    publicText: `Machine ${instanceId} of node ${nodeName} did not join the cluster again${errorMessage ? `: ${errorMessage.slice(0, 200)}` : ''}. Look at it in the ACK console; once it is Ready, or was taken out of the node pool again (keep the instance), retry.`,
  });
}

function hasInterface(nodeName: string, networkInterfaceId: string): NeedsHumanError {
  return new NeedsHumanError({
    code: 'NODE_WRONG',
    publicText: `The machine of ${nodeName} has got network interface ${networkInterfaceId} meanwhile, whose addresses are none of the pool's. Take it off in the ECS console, then retry.`,
  });
}
