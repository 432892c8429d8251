import type { ActionContext, RoaAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { objectAt, textAt } from '../json.ts';
import { missingParameter } from '../parameters.ts';
import { listedFromMs, type World } from '../world.ts';
import { checkNodePool } from './check-node-pool.ts';
import { checkClusterWritable, clusterOf, keepClusterBusy } from './find.ts';
import { instanceTypesOf, nameOfPool, vSwitchIdsOf } from './node-pool-blocks.ts';
import { scaleOut } from './scale-out.ts';
import type { Cluster, NodePool } from './state.ts';
import { endTask, startTask } from './tasks.ts';

/** No ClientToken and no unique names: a second call makes a second pool. */
export const createClusterNodePool: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'CreateClusterNodePool',
  method: 'POST',
  path: '/clusters/{ClusterId}/nodepools',
  query: '',
  body: 'nodepool',
  run(ctx) {
    const { world, body, requestId } = ctx;
    const cluster = clusterOf(world, ctx.parameters);
    checkNodePool(world, cluster, body, ['count', 'tee_config', 'max_nodes', 'host_network', 'intranet']);
    checkClusterWritable(cluster);
    const pool = createPool(ctx, cluster);
    checkComplete(pool);
    checkQuota(world, cluster);
    world.cs.nodePools.set(pool.nodePoolId, pool);
    ctx.markChanged();
    keepClusterBusy(world, cluster.clusterId, 'scaling');
    const task = startTask(world, pool, 'nodepool_create');
    if (pool.desiredSize > 0) scaleOut(world, { cluster, pool, count: pool.desiredSize, task });
    else settleEmpty(world, pool, task.taskId);
    return { nodepool_id: pool.nodePoolId, request_id: requestId, task_id: task.taskId };
  },
};

function createPool({ world, body }: ActionContext, cluster: Cluster): NodePool {
  const scaling = objectAt(body, 'scaling_group');
  const autoScaling = objectAt(body, 'auto_scaling');
  const size = autoScaling.enable === true ? autoScaling.min_instances : scaling.desired_size;
  const nowMs = world.clock.now();
  return {
    nodePoolId: world.ids.nodePool(),
    clusterId: cluster.clusterId,
    isDefault: false,
    state: 'updating',
    desiredSize: typeof size === 'number' ? size : 0,
    scalingGroupId: world.ids.scalingGroup(),
    blocks: structuredClone(body),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    listedFromMs: listedFromMs(world),
    scaleOut: undefined,
  };
}

function checkComplete(pool: NodePool): void {
  if (nameOfPool(pool) === '') throw missingParameter('nodepool_info.name');
  if (vSwitchIdsOf(pool).length === 0) throw missingParameter('scaling_group.vswitch_ids');
  if (instanceTypesOf(pool).length === 0) throw missingParameter('scaling_group.instance_types');
  if (textAt(objectAt(pool.blocks, 'scaling_group'), 'instance_charge_type') === '') {
    throw missingParameter('scaling_group.instance_charge_type');
  }
}

function checkQuota(world: World, cluster: Cluster): void {
  const pools = [...world.cs.nodePools.values()].filter(({ clusterId }) => clusterId === cluster.clusterId);
  if (pools.length < world.quotas.nodePoolsPerCluster) return;
  throw new ApiError(400, 'QuotaExceeded.Nodepool', `cluster has ${pools.length} node pools, the maximum`);
}

function settleEmpty(world: World, pool: NodePool, taskId: string): void {
  world.clock.after(world.settings.delays.nodePoolUpdateMs, () => {
    if (pool.state === 'updating') pool.state = 'active';
    endTask(world, taskId);
  });
}
