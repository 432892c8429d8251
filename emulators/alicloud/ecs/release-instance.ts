import type { World } from '../world.ts';
import { tell } from './announce.ts';
import { interfacesOf, removeInterface } from './interfaces.ts';
import type { Instance } from './state.ts';

/**
 * Drains and releases an instance. Its node goes at once, the instance after the release delay (`onGone`), and its
 * interfaces outlive it: that is what keeps a vSwitch from being deleted for a while.
 */
export function releaseInstance(world: World, instance: Instance, onGone: () => void): void {
  if (instance.isRemoving) return;
  instance.isRemoving = true;
  instance.status = 'Stopping';
  tell(world, instance, 'released');
  world.clock.after(world.settings.delays.instanceReleaseMs, () => {
    world.ecs.instances.delete(instance.instanceId);
    releaseInterfaces(world, instance);
    onGone();
  });
}

function releaseInterfaces(world: World, instance: Instance): void {
  const leavesInterfaces = world.settings.leaveInterfaces > 0;
  if (leavesInterfaces) world.settings.leaveInterfaces -= 1;
  for (const record of interfacesOf(world, instance.instanceId)) {
    if (leavesInterfaces && record.type !== 'Primary' && record.tags.creator === 'terway') {
      record.instanceId = '';
      record.status = 'Available';
      continue;
    }
    record.status = 'Deleting';
    world.clock.after(world.settings.delays.interfaceReleaseMs, () => removeInterface(world, record));
  }
}
