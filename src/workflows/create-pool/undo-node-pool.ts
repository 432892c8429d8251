import type { AckApi } from '../../cloud/cloud.ts';
import { deleteNodePool } from '../pool-steps/delete-node-pool.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import { findNodePool, settleMs } from './find-node-pool.ts';
import { planOf } from './target.ts';

/** Deletes our node pool and waits until it is gone; it was emptied before. */
export async function undoNodePool(ack: AckApi, context: StepContext): Promise<StepOutcome> {
  const { nodePoolId, intendedAtMs } = context.notes;
  if (nodePoolId === undefined && typeof intendedAtMs !== 'number') return done({ deleted: 'nothing was there' });
  const found = await findNodePool(ack, context);
  if (found) return deleteNodePool(ack, context, { clusterId: planOf(context).clusterId, found });
  const settled = nodePoolId !== undefined || context.clock.elapsed(context.startedAtMs) >= settleMs;
  if (settled) return done({ deleted: nodePoolId ?? 'nothing was there' });
  return waiting('the cloud to show whether the node pool was made', context.startedAtMs);
}
