import type { RoaAction } from '../action.ts';
import { tell } from '../ecs/announce.ts';
import type { Instance } from '../ecs/state.ts';
import { ApiError } from '../errors.ts';
import { missingParameter } from '../parameters.ts';
import type { World } from '../world.ts';
import { invalid } from './check-node-pool.ts';
import { checkClusterWritable, clusterOf, instancesOf, keepClusterBusy, nodePoolOf, poolStateForbids } from './find.ts';
import { removeInstances } from './remove-instances.ts';
import type { NodePool } from './state.ts';
import { endTask, startTask } from './tasks.ts';

/** Takes chosen nodes out, lowers the pool's desired size with them, and releases them if asked to. */
export const removeNodePoolNodes: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'RemoveNodePoolNodes',
  method: 'DELETE',
  path: '/clusters/{ClusterId}/nodepools/{NodepoolId}/nodes',
  query: 'concurrency:bool drain_node:bool instance_ids nodes release_node:bool',
  run({ world, parameters, requestId, markChanged }) {
    const cluster = clusterOf(world, parameters);
    const pool = nodePoolOf(world, parameters);
    checkClusterWritable(cluster);
    if (pool.state !== 'active') throw poolStateForbids(pool);
    const chosen = choose(world, pool, parameters.text('instance_ids'));
    pool.desiredSize = Math.max(0, pool.desiredSize - chosen.length);
    pool.state = 'removing';
    markChanged();
    keepClusterBusy(world, cluster.clusterId, 'updating');
    const task = startTask(world, pool, 'nodepool_remove_nodes');
    const settle = () => {
      if (pool.state === 'removing') pool.state = 'active';
      endTask(world, task.taskId);
    };
    if (parameters.flag('release_node')) removeInstances(world, chosen, settle);
    else {
      for (const instance of chosen) leaveCluster(world, instance);
      world.clock.after(world.settings.delays.nodePoolUpdateMs, settle);
    }
    return { request_id: requestId, task_id: task.taskId };
  },
};

function choose(world: World, pool: NodePool, json: string): Instance[] {
  if (json === '') throw missingParameter('instance_ids');
  const own = instancesOf(world, pool).filter(({ isRemoving }) => !isRemoving);
  return parseIds(json).map((id) => {
    const instance = own.find(({ instanceId }) => instanceId === id);
    if (!instance) throw new ApiError(400, 'InvalidInstanceId.NotFound', `instance ${id} is not in the nodepool`);
    return instance;
  });
}

function parseIds(json: string): string[] {
  try {
    const ids: unknown = JSON.parse(json);
    if (Array.isArray(ids)) return ids.map(String);
  } catch {
    // Falls through to the refusal.
  }
  throw invalid('instance_ids');
}

/** The instance goes on running, in no cluster. */
function leaveCluster(world: World, instance: Instance): void {
  tell(world, instance, 'released');
  instance.clusterId = '';
  instance.nodePoolId = '';
  instance.isAnnounced = false;
}
