import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import type { VSwitch } from './state.ts';

/** Another vSwitch of the VPC is being created or deleted: the VPC takes no further change of that kind. */
export function isVpcBusy(world: World, vpcId: string): boolean {
  for (const vSwitch of world.vpc.vSwitches.values()) {
    if (vSwitch.vpcId === vpcId && vSwitch.status === 'Pending') return true;
  }
  return false;
}

/** A vSwitch that is gone, as the settings want it to look. */
export function goneVSwitch(world: World, documentedStatus: 400 | 404): ApiError {
  const shape = world.settings.goneShape;
  const message = 'Specified virtual switch does not exist.';
  if (typeof shape === 'object') return new ApiError(shape.status, shape.code, message);
  return new ApiError(documentedStatus, 'InvalidVSwitchId.NotFound', message);
}

export function matchesTags(tags: Record<string, string>, wanted: { key: string; value: string }[]): boolean {
  return wanted.every(({ key, value }) => tags[key] !== undefined && (value === '' || tags[key] === value));
}

export function tagList(vSwitch: Pick<VSwitch, 'tags'>) {
  return Object.entries(vSwitch.tags).map(([key, value]) => ({ Key: key, Value: value }));
}
