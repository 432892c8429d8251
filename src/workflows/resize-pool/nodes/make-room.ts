import { z } from 'zod';
import type { Cloud, NodePool } from '../../../cloud/cloud.ts';
import { TerminalError } from '../../../domain/errors.ts';
import { demandTaskSucceeds, isNodePoolReady, mustAskAgain } from '../../create-pool/node-pool-state.ts';
import { cloudOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, waiting } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { ensureResizeConfigMap } from '../rewrite-config-map.ts';
import { resizePlanOf } from '../target.ts';
import type { ChosenNode } from './chosen-node.ts';

const notesSchema = z.object({ size: z.number().optional(), spans: z.array(z.string()).optional() });

/**
 * Adds a node in the zone of the one that goes, so that its pods have somewhere to go: the node pool is narrowed to that
 * zone, grown by one to an absolute size that is noted first, and widened again.
 */
export function makeRoomStep(
  deps: WorkflowDeps,
  request: { name: string; needs: string[]; clusterId: string; chosen: ChosenNode },
): Step {
  const { chosen } = request;
  return {
    name: request.name,
    title: `A node for the pods of ${chosen.nodeName}`,
    needs: request.needs,
    lock: `cluster-${request.clusterId}`,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      const cloud = cloudOf(deps, plan.clusterName);
      const pool = await readPool(cloud, context);
      const noted = notesSchema.parse(context.notes);
      const size = noted.size ?? pool.desiredSize + 1;
      const spans = noted.spans ?? pool.vSwitchIds;
      if (noted.size === undefined) await context.note({ size, spans });
      if (pool.desiredSize < size || mustAskAgain(pool, context)) {
        const vSwitchIds = await inZone(cloud, spans, chosen.zoneId);
        await ensureResizeConfigMap(deps, context);
        return change(cloud, context, { desiredSize: size, vSwitchIds });
      }
      if (!isNodePoolReady(pool)) {
        await demandTaskSucceeds(cloud.ack, context.notes.taskId);
        return waiting(`a node in ${chosen.zoneId}`, context.startedAtMs);
      }
      if (pool.vSwitchIds.length !== spans.length) return change(cloud, context, { vSwitchIds: spans });
      return done({ nodes: pool.counts.healthy });
    },
    // A node that came stays for now: it is one of those that were added.
    async undo(context) {
      const { spans } = notesSchema.parse(context.notes);
      const cloud = cloudOf(deps, resizePlanOf(context).clusterName);
      const pool = await readPool(cloud, context);
      if (!spans || pool.vSwitchIds.length === spans.length) return done({});
      if (pool.state !== 'active') return waiting('the node pool to take changes', context.startedAtMs);
      return change(cloud, context, { vSwitchIds: spans });
    },
  };
}

async function readPool(cloud: Cloud, context: StepContext): Promise<NodePool> {
  const { clusterId, nodePoolId } = resizePlanOf(context);
  const pool = await cloud.ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
  if (pool) return pool;
  throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `Node pool ${nodePoolId} is gone.` });
}

async function inZone(cloud: Cloud, vSwitchIds: string[], zoneId: string): Promise<string[]> {
  const read = await Promise.all(vSwitchIds.map((id) => cloud.vpc.readVSwitch(id)));
  const found = read.flatMap((one) => (one?.zoneId === zoneId ? [one.vSwitchId] : []));
  return found.length > 0 ? found : vSwitchIds;
}

async function change(cloud: Cloud, context: StepContext, wanted: { desiredSize?: number; vSwitchIds: string[] }) {
  const { clusterId, nodePoolId } = resizePlanOf(context);
  await context.fence();
  const { taskId } = await cloud.ack.changeNodePool({ clusterId, nodePoolId }, wanted);
  await context.note({ taskId, askedInTryMs: context.startedAtMs });
  return waiting('the node pool to change', context.clock.now());
}
