import type { RoaAction } from '../action.ts';
import { invalid } from './check-node-pool.ts';
import { viewTask } from './describe-task-info.ts';
import { clusterOf } from './find.ts';

/** The newest first. */
export const describeClusterTasks: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterTasks',
  method: 'GET',
  path: '/clusters/{ClusterId}/tasks',
  query: 'max_results:num next_token page_number:num page_size:num',
  run({ world, parameters, requestId }) {
    const { clusterId } = clusterOf(world, parameters);
    const found = [...world.cs.tasks.values()].filter((task) => task.clusterId === clusterId).reverse();
    const number = parameters.number('page_number', 1);
    const size = parameters.number('page_size', 50);
    if (number < 1 || size < 1 || size > 100) throw invalid('page_size');
    return {
      requestId,
      tasks: found.slice((number - 1) * size, number * size).map(viewTask),
      page_info: { page_number: number, page_size: size, total_count: found.length },
    };
  },
};
