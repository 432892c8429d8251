import type { World } from '../world.ts';
import type { DbInstance, WhitelistGroup } from './state.ts';

/** Makes or replaces a group. The API lists it at once, the database goes by it after `delays.whitelistEffectMs`. */
export function writeGroup(world: World, instance: DbInstance, group: WhitelistGroup): void {
  const at = instance.groups.findIndex((one) => isSameGroup(one, group));
  const written = structuredClone(group);
  if (at === -1) instance.groups.push(written);
  else instance.groups[at] = written;
  bringIntoForce(world, instance);
}

export function removeGroup(world: World, instance: DbInstance, group: WhitelistGroup): void {
  instance.groups = instance.groups.filter((one) => !isSameGroup(one, group));
  bringIntoForce(world, instance);
}

/** A name counts once per network type, whatever its case. */
export function isSameGroup(
  one: Pick<WhitelistGroup, 'name' | 'networkType'>,
  other: Pick<WhitelistGroup, 'name' | 'networkType'>,
): boolean {
  return one.name.toLowerCase() === other.name.toLowerCase() && one.networkType === other.networkType;
}

function bringIntoForce(world: World, instance: DbInstance): void {
  const groups = structuredClone(instance.groups);
  instance.groupsRevision += 1;
  const revision = instance.groupsRevision;
  const { whitelistEffectMs } = world.settings.delays;
  const take = (): void => {
    if (revision < instance.groupsRevisionInForce) return;
    instance.groupsInForce = groups;
    instance.groupsRevisionInForce = revision;
  };
  if (whitelistEffectMs <= 0) take();
  else world.clock.after(whitelistEffectMs, take);
}
