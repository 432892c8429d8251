import type { RoaAction } from '../action.ts';
import { invalid } from './check-node-pool.ts';
import { viewCluster } from './view-cluster.ts';

export const describeClustersV1: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClustersV1',
  method: 'GET',
  path: '/api/v1/clusters',
  query: 'cluster_id cluster_spec cluster_type name page_number:num page_size:num profile region_id',
  run({ world, parameters }) {
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const found = [...world.cs.clusters.values()].filter(
      (cluster) =>
        wanted('region_id', cluster.regionId) &&
        wanted('cluster_id', cluster.clusterId) &&
        wanted('name', cluster.name),
    );
    const number = parameters.number('page_number', 1);
    const size = parameters.number('page_size', 10);
    if (number < 1 || size < 1 || size > 50) throw invalid('page_size');
    return {
      clusters: found.slice((number - 1) * size, number * size).map((cluster) => viewCluster(world, cluster)),
      page_info: { page_number: number, page_size: size, total_count: found.length },
    };
  },
};
