import type { RoaAction } from '../action.ts';
import { bootInstance, forPool } from '../ecs/start-instance.ts';
import type { Instance } from '../ecs/state.ts';
import { ApiError } from '../errors.ts';
import { objectAt, textsAt } from '../json.ts';
import type { World } from '../world.ts';
import { invalid } from './check-node-pool.ts';
import { checkClusterWritable, clusterOf, keepClusterBusy, nodePoolOf, poolStateForbids } from './find.ts';
import { awaitReady } from './scale-out.ts';
import type { Cluster, NodePool } from './state.ts';
import { startTask } from './tasks.ts';

/**
 * Makes nodes of instances that are in no cluster: the system disk is replaced by the pool's image, and the instance
 * keeps its network interfaces, its vSwitch and its address. The codes of its refusals are not documented.
 */
export const attachInstancesToNodePool: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'AttachInstancesToNodePool',
  method: 'POST',
  path: '/clusters/{ClusterId}/nodepools/{NodepoolId}/attach',
  query: '',
  body: 'format_disk instances keep_instance_name password',
  run({ world, parameters, body, requestId, markChanged }) {
    const cluster = clusterOf(world, parameters);
    const pool = nodePoolOf(world, parameters);
    const ids = textsAt(body, 'instances');
    if (ids.length === 0) throw invalid('instances');
    const chosen = ids.map((id) => attachable(world, cluster, id));
    checkClusterWritable(cluster);
    if (pool.state !== 'active') throw poolStateForbids(pool);
    if (objectAt(pool.blocks, 'auto_scaling').enable === true) {
      throw new ApiError(400, 'InvalidNodePool.AutoScaling', 'the nodepool scales by itself and takes no instances');
    }
    markChanged();
    keepClusterBusy(world, cluster.clusterId, 'updating');
    const task = startTask(world, pool, 'nodepool_attach_instances');
    pool.desiredSize += chosen.length;
    pool.state = 'scaling';
    pool.scaleOut = { taskId: task.taskId, instanceIds: ids, shortfall: undefined };
    for (const instance of chosen) replaceDisk(world, { cluster, pool, instance });
    return { request_id: requestId, task_id: task.taskId };
  },
};

function attachable(world: World, cluster: Cluster, id: string): Instance {
  const instance = world.ecs.instances.get(id);
  if (!instance || instance.regionId !== cluster.regionId) {
    throw new ApiError(400, 'InvalidInstanceId.NotFound', `instance ${id} is not found`);
  }
  if (instance.vpcId !== cluster.vpcId) {
    throw new ApiError(400, 'InvalidInstance.Vpc', `instance ${id} is not in the VPC of the cluster`);
  }
  if (instance.clusterId !== '') {
    throw new ApiError(400, 'InstanceAlreadyInCluster', `instance ${id} is in cluster ${instance.clusterId}`);
  }
  return instance;
}

function replaceDisk(world: World, o: { cluster: Cluster; pool: NodePool; instance: Instance }): void {
  Object.assign(o.instance, {
    ...forPool(world, o.cluster, o.pool),
    status: 'Pending',
    isAnnounced: false,
    node: undefined,
    wasReady: false,
    hasFailed: false,
  });
  bootInstance(world, o.instance, (running) => awaitReady(world, o.pool, running));
}
