import { z } from 'zod';
import type { NodePool } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { markerKeys } from '../../domain/markers.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { ensureConfigMap } from './apply-config-map.ts';
import { demandTaskSucceeds, isNodePoolReady, mustAskAgain } from './node-pool-state.ts';
import { nodePoolIdOf, nodeVSwitchesOf, planOf } from './target.ts';

/**
 * Makes sure that every zone has a node: ACK may put them all into one. A zone that stayed empty is steered to: the
 * node pool is narrowed to that zone's vSwitch, grown by one, and widened again (DESIGN promise 4).
 */
export function spreadNodesStep(deps: WorkflowDeps, request: { clusterId: string; needs: string[] }): Step {
  return {
    name: 'spread-nodes',
    title: 'A node in every zone',
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const plan = planOf(context);
      const { ack } = cloudOf(deps, plan.clusterName);
      const pool = await ack.readNodePool({ clusterId: plan.clusterId, nodePoolId: nodePoolIdOf(context) }, 'fresh');
      const last = steeredBefore(context).at(-1);
      if (pool && last && mustAskAgain(pool, context)) return growInto(deps, { context, pool, steering: last });
      if (!pool || !isNodePoolReady(pool)) {
        await demandTaskSucceeds(ack, context.notes.taskId);
        return waiting('the steered node to become healthy', context.startedAtMs);
      }
      const nodes = await kubernetesOf(deps, plan.clusterName).listNodes(`${markerKeys.pool}=${plan.poolId}`);
      if (nodes.length < pool.desiredSize) return waiting('the nodes to register', context.startedAtMs);
      const filled = new Set(nodes.map(({ zoneId }) => zoneId));
      const empty = plan.zones.filter(({ zoneId }) => !filled.has(zoneId)).map(({ zoneId }) => zoneId);
      return steer(deps, { context, pool, empty });
    },
  };
}

interface Steering {
  zoneId: string;
  /** The absolute size that brings the zone its node. */
  desiredSize: number;
}

async function steer(
  deps: WorkflowDeps,
  look: { context: StepContext; pool: NodePool; empty: string[] },
): Promise<StepOutcome> {
  const { context, pool, empty } = look;
  const plan = planOf(context);
  const steered = steeredBefore(context);
  const last = steered.at(-1);
  // Noted but not carried out: the process died between the two.
  if (last && pool.desiredSize < last.desiredSize) return growInto(deps, { context, pool, steering: last });
  const next = empty.find((zoneId) => !steered.some((one) => one.zoneId === zoneId));
  if (next !== undefined) {
    const steering = { zoneId: next, desiredSize: pool.desiredSize + 1 };
    await context.note({ steered: [...steered, steering] });
    return growInto(deps, { context, pool, steering });
  }
  const all = nodeVSwitchesOf(context).map(({ vSwitchId }) => vSwitchId);
  if (!sameMembers(pool.vSwitchIds, all)) {
    await context.fence();
    const { ack } = cloudOf(deps, plan.clusterName);
    await ack.changeNodePool({ clusterId: plan.clusterId, nodePoolId: pool.nodePoolId }, { vSwitchIds: all });
    return waiting('the node pool to span all zones again', context.clock.now());
  }
  if (empty[0] !== undefined) throw zoneEmpty(empty[0]);
  return done({ nodes: pool.counts.healthy, steeredZones: steered.map(({ zoneId }) => zoneId) });
}

async function growInto(
  deps: WorkflowDeps,
  look: { context: StepContext; pool: NodePool; steering: Steering },
): Promise<StepOutcome> {
  const { context, pool, steering } = look;
  const plan = planOf(context);
  const inZone = nodeVSwitchesOf(context).filter(({ zoneId }) => zoneId === steering.zoneId);
  const vSwitchIds = inZone.map(({ vSwitchId }) => vSwitchId);
  await ensureConfigMap(deps, context);
  await context.fence();
  const { taskId } = await cloudOf(deps, plan.clusterName).ack.changeNodePool(
    { clusterId: plan.clusterId, nodePoolId: pool.nodePoolId },
    { vSwitchIds, desiredSize: steering.desiredSize },
  );
  await context.note({ taskId, askedInTryMs: context.startedAtMs });
  return waiting(`a node in ${steering.zoneId}`, context.clock.now());
}

function steeredBefore(context: StepContext): Steering[] {
  return steeringsSchema.parse(context.notes.steered ?? []);
}

const steeringsSchema = z.array(z.object({ zoneId: z.string(), desiredSize: z.number() }));

function sameMembers(left: string[], right: string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}

function zoneEmpty(zoneId: string): TerminalError {
  return new TerminalError({
    code: 'ZONE_EMPTY',
    publicText: `Zone ${zoneId} got no node, also when it was asked for by itself, so pods there would be unproven. The instance type may have no stock there: roll back and choose other zones or types, or retry later.`,
  });
}
