import type { RoaAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { addonsOf } from './addons.ts';
import { clusterOf } from './find.ts';

export const getClusterAddonInstance: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'GetClusterAddonInstance',
  method: 'GET',
  path: '/clusters/{ClusterId}/addon_instances/{instanceName}',
  query: '',
  run({ world, parameters }) {
    const name = parameters.text('instanceName');
    const found = addonsOf(clusterOf(world, parameters)).find((addon) => addon.name === name);
    if (!found) throw new ApiError(404, 'AddonNotFound', `addon ${name} not found`);
    return { ...found };
  },
};
