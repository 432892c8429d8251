import type { RoaAction } from '../action.ts';
import { addonsOf } from './addons.ts';
import { clusterOf } from './find.ts';

export const listClusterAddonInstances: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'ListClusterAddonInstances',
  method: 'GET',
  path: '/clusters/{ClusterId}/addon_instances',
  query: '',
  run({ world, parameters }) {
    const addons = addonsOf(clusterOf(world, parameters));
    return { addons: addons.map(({ name, state, version }) => ({ name, state, version })) };
  },
};
