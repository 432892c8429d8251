import type { RoaAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import { checkClusterWritable, clusterOf, instancesOf, keepClusterBusy, nodePoolOf, poolStateForbids } from './find.ts';
import { removeInstances } from './remove-instances.ts';
import type { NodePool } from './state.ts';
import { endTask, startTask } from './tasks.ts';

/**
 * With instances only under `force`, which drains and releases them. May end in `delete_failed`; then it has to be
 * called again. The code of the refusal without `force` is not documented.
 */
export const deleteClusterNodepool: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DeleteClusterNodepool',
  method: 'DELETE',
  path: '/clusters/{ClusterId}/nodepools/{NodepoolId}',
  query: 'force:bool',
  run({ world, parameters, requestId, markChanged }) {
    const cluster = clusterOf(world, parameters);
    const pool = nodePoolOf(world, parameters);
    checkClusterWritable(cluster);
    if (!['active', 'scaling', 'delete_failed'].includes(pool.state)) throw poolStateForbids(pool);
    const siblings = [...world.cs.nodePools.values()].filter(({ clusterId }) => clusterId === cluster.clusterId);
    if (siblings.length === 1) throw new ApiError(400, 'LastNodePool', 'the last nodepool can not be deleted');
    const instances = instancesOf(world, pool);
    if (instances.length > 0 && !parameters.flag('force')) {
      throw new ApiError(400, 'NodepoolNotEmpty', "ScalingGroup's instances not empty");
    }
    if (pool.scaleOut) {
      endTask(world, pool.scaleOut.taskId, { error: { code: 'Canceled', message: 'nodepool is being deleted' } });
      pool.scaleOut = undefined;
    }
    markChanged();
    keepClusterBusy(world, cluster.clusterId, 'updating');
    pool.state = 'deleting';
    const task = startTask(world, pool, 'nodepool_delete');
    const onAllGone = () =>
      world.clock.after(world.settings.delays.nodePoolDeleteMs, () => finish(world, pool, task.taskId));
    removeInstances(
      world,
      instances.filter(({ isRemoving }) => !isRemoving),
      onAllGone,
    );
    return { request_id: requestId, task_id: task.taskId };
  },
};

function finish(world: World, pool: NodePool, taskId: string): void {
  if (world.settings.deleteFails > 0) {
    world.settings.deleteFails -= 1;
    pool.state = 'delete_failed';
    endTask(world, taskId, { error: { code: 'DeleteFailed', message: "ScalingGroup's instances not empty" } });
    return;
  }
  world.cs.nodePools.delete(pool.nodePoolId);
  endTask(world, taskId);
}
