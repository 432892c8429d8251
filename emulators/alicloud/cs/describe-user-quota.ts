import type { RoaAction } from '../action.ts';

export const describeUserQuota: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeUserQuota',
  method: 'GET',
  path: '/quota',
  query: '',
  run: ({ world }) => ({
    amk_cluster_quota: 10,
    ask_cluster_quota: 10,
    cluster_quota: 50,
    cluster_nodepool_quota: world.quotas.nodePoolsPerCluster,
    node_quota: world.quotas.nodesPerCluster,
  }),
};
