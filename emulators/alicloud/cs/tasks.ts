import type { World } from '../world.ts';
import type { NodePool, Task } from './state.ts';

/** A running task on a node pool. */
export function startTask(world: World, pool: NodePool, type: string): Task {
  const startedAtMs = world.clock.now();
  const task: Task = {
    taskId: world.ids.task(),
    clusterId: pool.clusterId,
    nodePoolId: pool.nodePoolId,
    type,
    state: 'running',
    stages: [{ name: type, state: 'running', startedAtMs, endedAtMs: undefined }],
    results: [],
    error: undefined,
    createdAtMs: startedAtMs,
    updatedAtMs: startedAtMs,
  };
  world.cs.tasks.set(task.taskId, task);
  return task;
}

/** Ends a task, as a success or with an error; a task that has ended stays as it is. */
export function endTask(world: World, taskId: string, end: Partial<Pick<Task, 'error' | 'results'>> = {}): void {
  const task = world.cs.tasks.get(taskId);
  if (task?.state !== 'running') return;
  task.state = end.error ? 'fail' : 'success';
  task.error = end.error;
  task.results = end.results ?? [];
  task.updatedAtMs = world.clock.now();
  for (const stage of task.stages) {
    stage.state = task.state;
    stage.endedAtMs = task.updatedAtMs;
  }
}
