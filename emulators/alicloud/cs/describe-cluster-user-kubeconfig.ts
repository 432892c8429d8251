import type { RoaAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { timestamp } from '../world.ts';
import { invalid } from './check-node-pool.ts';
import { clusterOf } from './find.ts';

export const describeClusterUserKubeconfig: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterUserKubeconfig',
  method: 'GET',
  path: '/k8s/{ClusterId}/user_config',
  query: 'PrivateIpAddress:bool TemporaryDurationMinutes:num',
  run({ world, parameters }) {
    const cluster = clusterOf(world, parameters);
    const minutes = parameters.number('TemporaryDurationMinutes', 4320);
    if (minutes < 15 || minutes > 4320) throw invalid('TemporaryDurationMinutes');
    if (!cluster.kubeconfig) {
      throw new ApiError(404, 'ErrorKubeconfigNotFound', `cluster ${cluster.clusterId} has no API server`);
    }
    return { config: cluster.kubeconfig, expiration: timestamp(world.clock.now() + minutes * 60_000) };
  },
};
