import type { Instance } from '../ecs/state.ts';
import { ApiError } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import type { World } from '../world.ts';
import type { Cluster, NodePool } from './state.ts';

export function clusterOf(world: World, parameters: Parameters): Cluster {
  const id = parameters.text('ClusterId');
  const cluster = world.cs.clusters.get(id);
  if (!cluster) throw new ApiError(404, 'ErrorClusterNotFound', `cluster (${id}) not found in our records`);
  return cluster;
}

export function nodePoolOf(world: World, parameters: Parameters): NodePool {
  const cluster = clusterOf(world, parameters);
  const id = parameters.text('NodepoolId');
  const pool = world.cs.nodePools.get(id);
  if (pool?.clusterId === cluster.clusterId) return pool;
  throw new ApiError(404, 'ErrorNodePoolNotFound', `nodepool ${id} not found in cluster ${cluster.clusterId}`);
}

/** The pool's instances, those on their way out included. */
export function instancesOf(world: World, pool: NodePool): Instance[] {
  return [...world.ecs.instances.values()].filter((instance) => instance.nodePoolId === pool.nodePoolId);
}

export function checkClusterWritable(cluster: Cluster): void {
  if (cluster.state === 'running') return;
  const message = `cannot operate cluster where state is ${cluster.state}`;
  throw new ApiError(400, 'InvalidStatus.Forbidden', message);
}

export function poolStateForbids(pool: NodePool): ApiError {
  const message = `cannot operate nodepool when nodepool state is ${pool.state}`;
  return new ApiError(400, 'InvalidNodePoolStatus.Forbidden', message);
}

/** The cluster takes no further node-pool write for a moment. */
export function keepClusterBusy(world: World, clusterId: string, state: 'scaling' | 'updating'): void {
  const cluster = world.cs.clusters.get(clusterId);
  if (!cluster) return;
  cluster.state = state;
  world.clock.after(world.settings.delays.clusterBusyMs, () => {
    if (cluster.state === state) cluster.state = 'running';
  });
}
