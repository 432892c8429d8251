import { startInstance } from '../ecs/start-instance.ts';
import type { Instance } from '../ecs/state.ts';
import type { World } from '../world.ts';
import { placeNode } from './place-node.ts';
import { settleScaleOut } from './settle-scale-out.ts';
import type { Cluster, NodePool, Task } from './state.ts';

/** Starts nodes; the task ends when each of them is ready or has failed. */
export function scaleOut(world: World, o: { cluster: Cluster; pool: NodePool; count: number; task: Task }): void {
  const { cluster, pool, task } = o;
  pool.state = 'scaling';
  pool.scaleOut = { taskId: task.taskId, instanceIds: [], shortfall: undefined };
  for (let index = 0; index < o.count; index += 1) {
    const place = placeNode(world, pool);
    if ('code' in place) {
      pool.scaleOut.shortfall = place;
      break;
    }
    const instance = startInstance(world, { cluster, pool, ...place }, (running) => awaitReady(world, pool, running));
    if (instance) pool.scaleOut.instanceIds.push(instance.instanceId);
  }
  if (pool.scaleOut.instanceIds.length > 0) return;
  world.clock.after(world.settings.delays.nodePoolUpdateMs, () => settleScaleOut(world, pool));
}

/** A node that is not ready in time has failed. */
export function awaitReady(world: World, pool: NodePool, instance: Instance): void {
  world.clock.after(world.settings.delays.nodeReadyTimeoutMs, () => {
    if (instance.node?.ready || instance.nodePoolId !== pool.nodePoolId) return;
    instance.hasFailed = true;
    settleScaleOut(world, pool);
  });
}
