import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { StepContext } from '../runner/workflow.ts';

/** Ready means more than active: every wanted node is healthy and none failed, is offline or leaving (alicloud.md 4). */
export function isNodePoolReady(pool: NodePool): boolean {
  const { counts } = pool;
  const whole = counts.healthy === pool.desiredSize && counts.total === pool.desiredSize;
  return pool.state === 'active' && whole && counts.failed === 0 && counts.offline === 0 && counts.removing === 0;
}

/** ACK refuses node-pool writes while the cluster scales or updates (alicloud.md 4). */
export async function takesChanges(ack: AckApi, clusterId: string): Promise<boolean> {
  return (await ack.readCluster(clusterId))?.state === 'running';
}

/**
 * Whether a retry has to ask for the nodes again: an earlier try asked (`taskId`), and ACK gave up with some missing.
 * The size is absolute, so asking twice makes nothing twice.
 */
export function mustAskAgain(pool: NodePool, context: Pick<StepContext, 'notes' | 'startedAtMs'>): boolean {
  const { taskId, askedInTryMs } = context.notes;
  const hasAsked = typeof taskId === 'string' && askedInTryMs === context.startedAtMs;
  const isShort = pool.state === 'active' && pool.counts.total < pool.desiredSize;
  return typeof taskId === 'string' && !hasAsked && isShort;
}

/** Throws with the vendor's reason when the task has failed; a task that is unknown or running is no news. */
export async function demandTaskSucceeds(ack: AckApi, taskId: unknown): Promise<void> {
  if (typeof taskId !== 'string') return;
  const task = await ack.readTask(taskId);
  if (task?.outcome !== 'failed') return;
  const { code = 'unknown', message = '' } = task.error ?? {};
  const soldOut = /NoStock|OperationDenied\.NoStock|ZoneNotOnSale/.test(code);
  throw new TerminalError({
    code: soldOut ? 'CLOUD_SOLD_OUT' : 'CLOUD_REFUSED',
    publicText: soldOut
      ? `The instance type has no stock in a zone of the pool (${code}). Roll back and choose another --instance-type or other --zones, or retry later.`
      : `ACK could not do it: ${code}: ${message.slice(0, 300)}. Task ${taskId} has the details.`,
  });
}
