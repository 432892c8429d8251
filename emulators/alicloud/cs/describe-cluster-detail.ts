import type { RoaAction } from '../action.ts';
import { clusterOf } from './find.ts';
import { viewCluster } from './view-cluster.ts';

export const describeClusterDetail: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterDetail',
  method: 'GET',
  path: '/clusters/{ClusterId}',
  query: '',
  run({ world, parameters }) {
    const cluster = clusterOf(world, parameters);
    return {
      ...viewCluster(world, cluster),
      parameters: { ServiceCIDR: cluster.serviceCidr, ContainerCIDR: cluster.containerCidr, ProxyMode: 'ipvs' },
    };
  },
};
