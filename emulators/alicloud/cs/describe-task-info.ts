import type { RoaAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { timestamp } from '../world.ts';
import type { Task } from './state.ts';

export const describeTaskInfo: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeTaskInfo',
  method: 'GET',
  path: '/tasks/{taskId}',
  query: '',
  run({ world, parameters }) {
    const task = world.cs.tasks.get(parameters.text('taskId'));
    if (!task) throw new ApiError(404, 'ErrorTaskNotFound', `task ${parameters.text('taskId')} not found`);
    return {
      ...viewTask(task),
      cluster_id: task.clusterId,
      current_stage: task.stages.at(-1)?.name ?? '',
      events: [],
      outputs: {},
      parameters: { nodepool_id: task.nodePoolId },
      stages: task.stages.map((stage) => ({
        state: stage.state,
        message: stage.name,
        outputs: {},
        start_time: timestamp(stage.startedAtMs),
        end_time: stage.endedAtMs === undefined ? '' : timestamp(stage.endedAtMs),
      })),
      target: { id: task.nodePoolId, type: 'nodepool' },
      task_result: task.results,
    };
  },
};

/** What the list shows of a task, and the detail too. */
export function viewTask(task: Task) {
  return {
    task_id: task.taskId,
    task_type: task.type,
    state: task.state,
    created: timestamp(task.createdAtMs),
    updated: timestamp(task.updatedAtMs),
    ...(task.error ? { error: task.error } : {}),
  };
}
