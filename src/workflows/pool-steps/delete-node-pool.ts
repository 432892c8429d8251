import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';

/** In one try a delete that ended in delete_failed is asked for again so often; then a person has to look. */
const deleteLimit = 4;
/** Domain time between: ESS keeps instances on their way out for minutes (alicloud.md 4). */
const betweenMs = 3 * 60_000;

/**
 * Asks for the end of a node pool that was emptied before, and again where ACK failed. The caller looks whether it is
 * gone.
 */
export async function deleteNodePool(
  ack: AckApi,
  context: StepContext,
  { clusterId, found }: { clusterId: string; found: NodePool },
): Promise<StepOutcome> {
  const { nodePoolId, state } = found;
  if (state === 'deleting') return waiting('the node pool to be gone', context.startedAtMs);
  const { deletes, deletedAtMs } = deletesSoFar(context);
  if (state === 'delete_failed') {
    if (deletes >= deleteLimit) throw cannotDelete(nodePoolId);
    const isTooEarly = deletedAtMs !== undefined && context.clock.elapsed(deletedAtMs) < betweenMs;
    if (isTooEarly) return waiting('ACK to let go of instances, before it is asked again', deletedAtMs);
  } else if (state !== 'active') {
    return waiting(`the node pool to accept changes (${state})`, context.startedAtMs);
  }
  const nowMs = context.clock.now();
  await context.note({ nodePoolId, deletes: deletes + 1, deletedAtMs: nowMs, deletesSinceMs: context.startedAtMs });
  await context.fence();
  await ack.deleteNodePool({ clusterId, nodePoolId, force: state === 'delete_failed' });
  return waiting('the node pool to be gone', nowMs);
}

/** Of this try: a person who has looked and retries is not held to what was tried before. */
function deletesSoFar({ notes, startedAtMs }: StepContext): { deletes: number; deletedAtMs: number | undefined } {
  const { deletes, deletedAtMs, deletesSinceMs } = notes;
  if (deletesSinceMs !== startedAtMs || typeof deletes !== 'number') return { deletes: 0, deletedAtMs: undefined };
  return { deletes, deletedAtMs: typeof deletedAtMs === 'number' ? deletedAtMs : undefined };
}

function cannotDelete(nodePoolId: string): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `ACK failed to delete node pool ${nodePoolId} ${deleteLimit} times. Look at its instances in the console (a minimum size or a release protection keeps them), then press the same button again.`,
  });
}
