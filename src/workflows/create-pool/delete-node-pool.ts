import type { AckApi } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import { findNodePool, settleMs } from './find-node-pool.ts';
import { planOf } from './target.ts';

/** A delete that ended in delete_failed is asked for again so often; then a person has to look. */
const deleteLimit = 4;

/** Deletes our node pool and waits until it is gone; it was emptied before. */
export async function deleteNodePool(ack: AckApi, context: StepContext): Promise<StepOutcome> {
  const { nodePoolId, intendedAtMs } = context.notes;
  if (nodePoolId === undefined && typeof intendedAtMs !== 'number') return done({ deleted: 'nothing was there' });
  const found = await findNodePool(ack, context);
  if (!found) {
    const settled = nodePoolId !== undefined || context.clock.elapsed(context.startedAtMs) >= settleMs;
    if (settled) return done({ deleted: nodePoolId ?? 'nothing was there' });
    return waiting('the cloud to show whether the node pool was made', context.startedAtMs);
  }
  if (found.state === 'deleting') return waiting('the node pool to be gone', context.startedAtMs);
  const deletes = typeof context.notes.deletes === 'number' ? context.notes.deletes : 0;
  if (found.state === 'delete_failed' && deletes >= deleteLimit) throw cannotDelete(found.nodePoolId);
  if (found.state !== 'active' && found.state !== 'delete_failed') {
    return waiting(`the node pool to accept changes (${found.state})`, context.startedAtMs);
  }
  await context.note({ nodePoolId: found.nodePoolId, deletes: deletes + 1 });
  await context.fence();
  await ack.deleteNodePool({
    clusterId: planOf(context).clusterId,
    nodePoolId: found.nodePoolId,
    force: found.state === 'delete_failed',
  });
  return waiting('the node pool to be gone', context.clock.now());
}

function cannotDelete(nodePoolId: string): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `ACK failed to delete node pool ${nodePoolId} ${deleteLimit} times. Look at its instances in the console (a minimum size or a release protection keeps them), then roll back again.`,
  });
}
