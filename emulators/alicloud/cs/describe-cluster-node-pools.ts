import type { RoaAction } from '../action.ts';
import { isListed } from '../world.ts';
import { clusterOf } from './find.ts';
import { nameOfPool } from './node-pool-blocks.ts';
import { viewNodePool } from './view-node-pool.ts';

/** All pools of a cluster, unpaginated; a new one appears with a delay. */
export const describeClusterNodePools: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterNodePools',
  method: 'GET',
  path: '/clusters/{ClusterId}/nodepools',
  query: 'NodepoolName',
  run({ world, parameters }) {
    const { clusterId } = clusterOf(world, parameters);
    const found = [...world.cs.nodePools.values()].filter(
      (pool) =>
        pool.clusterId === clusterId &&
        isListed(world, pool) &&
        (!parameters.has('NodepoolName') || parameters.text('NodepoolName') === nameOfPool(pool)),
    );
    return { nodepools: found.map((pool) => viewNodePool(world, pool)) };
  },
};
