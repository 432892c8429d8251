import type { RoaAction } from '../action.ts';
import { nodePoolOf } from './find.ts';
import { viewNodePool } from './view-node-pool.ts';

export const describeClusterNodePoolDetail: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterNodePoolDetail',
  method: 'GET',
  path: '/clusters/{ClusterId}/nodepools/{NodepoolId}',
  query: '',
  run: ({ world, parameters }) => viewNodePool(world, nodePoolOf(world, parameters)),
};
