import type { World } from '../world.ts';
import type { NodePool } from './state.ts';
import { endTask } from './tasks.ts';

/**
 * Ends a scale-out once every node is ready or has failed. The task fails when nodes could not be made or all have
 * failed; if only some have, it succeeds with failed results in it, as the real one may.
 */
export function settleScaleOut(world: World, pool: NodePool): void {
  if (!pool.scaleOut || pool.state !== 'scaling') return;
  const { taskId, instanceIds, shortfall } = pool.scaleOut;
  const instances = instanceIds.flatMap((id) => world.ecs.instances.get(id) ?? []).filter((one) => !one.isRemoving);
  if (instances.some((instance) => !instance.wasReady && !instance.hasFailed)) return;
  const failed = instances.filter((instance) => instance.hasFailed && !instance.wasReady);
  const results = instances.map((instance) => ({
    data: instance.instanceId,
    status: failed.includes(instance) ? ('failed' as const) : ('success' as const),
  }));
  const haveAllFailed = failed.length > 0 && failed.length === instances.length;
  const error =
    shortfall ?? (haveAllFailed ? { code: 'NodeNotReady', message: 'nodes are not ready in time' } : undefined);
  pool.state = 'active';
  pool.scaleOut = undefined;
  pool.updatedAtMs = world.clock.now();
  endTask(world, taskId, { error, results });
}
