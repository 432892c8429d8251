import { releaseInstance } from '../ecs/release-instance.ts';
import type { Instance } from '../ecs/state.ts';
import type { World } from '../world.ts';

/** Releases instances and calls back when the last one is gone. */
export function removeInstances(world: World, instances: Instance[], onAllGone: () => void): void {
  let left = instances.length;
  if (left === 0) onAllGone();
  for (const instance of instances) {
    releaseInstance(world, instance, () => {
      left -= 1;
      if (left === 0) onAllGone();
    });
  }
}
