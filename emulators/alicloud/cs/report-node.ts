import type { World } from '../world.ts';
import { settleScaleOut } from './settle-scale-out.ts';

/** Kubelet's word on its node: pools count what is ready as healthy, what was ready before as offline. */
export function reportNode(world: World, instanceId: string, node: { name: string; ready: boolean }): void {
  const instance = world.ecs.instances.get(instanceId);
  if (!instance || instance.isRemoving) return;
  instance.node = { ...node };
  if (!node.ready) return;
  instance.wasReady = true;
  instance.hasFailed = false;
  const pool = world.cs.nodePools.get(instance.nodePoolId);
  if (pool) settleScaleOut(world, pool);
}
