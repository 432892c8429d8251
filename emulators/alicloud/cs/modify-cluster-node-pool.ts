import type { RoaAction } from '../action.ts';
import { tell } from '../ecs/announce.ts';
import { isObject, type JsonObject, objectAt } from '../json.ts';
import type { World } from '../world.ts';
import { checkNodePool } from './check-node-pool.ts';
import { checkClusterWritable, clusterOf, instancesOf, keepClusterBusy, nodePoolOf, poolStateForbids } from './find.ts';
import { labelsOf, taintsOf } from './node-pool-blocks.ts';
import { removeInstances } from './remove-instances.ts';
import { scaleOut } from './scale-out.ts';
import type { Cluster, NodePool, Task } from './state.ts';
import { endTask, startTask } from './tasks.ts';

/**
 * What is sent replaces what was there, field by field and lists as a whole. `desired_size` is absolute; on the way
 * down the newest nodes go. `vswitch_ids`, labels and taints hold for nodes that come later, unless `update_nodes`
 * pushes labels and taints to the ones that exist.
 */
export const modifyClusterNodePool: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'ModifyClusterNodePool',
  method: 'PUT',
  path: '/clusters/{ClusterId}/nodepools/{NodepoolId}',
  query: '',
  body: 'nodepool',
  run({ world, parameters, body, requestId, markChanged }) {
    const cluster = clusterOf(world, parameters);
    const pool = nodePoolOf(world, parameters);
    checkNodePool(world, cluster, body, ['update_nodes', 'concurrency']);
    checkClusterWritable(cluster);
    if (pool.state !== 'active') throw poolStateForbids(pool);
    merge(pool, body);
    const size = objectAt(body, 'scaling_group').desired_size;
    if (typeof size === 'number') pool.desiredSize = size;
    pool.updatedAtMs = world.clock.now();
    markChanged();
    if (body.update_nodes === true) pushToNodes(world, pool);
    keepClusterBusy(world, cluster.clusterId, 'updating');
    const task = startTask(world, pool, 'nodepool_update');
    apply(world, { cluster, pool, task, isResize: typeof size === 'number' });
    return { nodepool_id: pool.nodePoolId, request_id: requestId, task_id: task.taskId };
  },
};

function merge(pool: NodePool, body: JsonObject): void {
  for (const [name, block] of Object.entries(body)) {
    if (isObject(block)) pool.blocks[name] = { ...objectAt(pool.blocks, name), ...block };
  }
}

function pushToNodes(world: World, pool: NodePool): void {
  for (const instance of instancesOf(world, pool)) {
    instance.labels = labelsOf(pool);
    instance.taints = taintsOf(pool);
    tell(world, instance, 'changed');
  }
}

function apply(world: World, o: { cluster: Cluster; pool: NodePool; task: Task; isResize: boolean }): void {
  const { pool, task } = o;
  const nodes = instancesOf(world, pool).filter(({ isRemoving }) => !isRemoving);
  const missing = o.isResize ? pool.desiredSize - nodes.length : 0;
  if (missing > 0) {
    scaleOut(world, { cluster: o.cluster, pool, count: missing, task });
    return;
  }
  const settle = () => {
    if (pool.state === 'updating' || pool.state === 'removing') pool.state = 'active';
    endTask(world, task.taskId);
  };
  pool.state = missing < 0 ? 'removing' : 'updating';
  // The map keeps the order of creation: the last ones are the newest.
  if (missing < 0) removeInstances(world, nodes.slice(missing), settle);
  else world.clock.after(world.settings.delays.nodePoolUpdateMs, settle);
}
