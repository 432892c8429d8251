import { z } from 'zod';
import type { CloudTask } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { CsSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';

/** Words met in the field beside the documented running, success and fail; whatever else is said means running. */
const succeeded = ['success', 'succeeded'];
const failed = ['fail', 'failed', 'error', 'canceled', 'cancelled'];

const taskAnswer = z.object({
  taskId: z.string(),
  taskType: z.string().optional(),
  state: z.string().optional(),
  created: z.string().optional(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
  target: z.object({ id: z.string().optional() }).optional(),
  taskResult: z.array(z.object({ data: z.string().optional(), status: z.string().optional() })).optional(),
  stages: z.array(z.object({ state: z.string().optional(), message: z.string().optional() })).optional(),
});

export async function readTask(deps: ProductDeps<CsSdk>, taskId: string): Promise<CloudTask | undefined> {
  const call = deps.call({
    action: 'cs:DescribeTaskInfo',
    send: ({ client }) => client.describeTaskInfo(taskId),
    answer: taskAnswer,
  });
  const answer = await unlessAbsent(['ErrorTaskNotFound', 'TaskNotFound'], call);
  return answer && toCloudTask(answer);
}

/** The list answers neither targets nor sub-results, so `targetId` is empty in it. */
export async function listTasks(deps: ProductDeps<CsSdk>, clusterId: string): Promise<CloudTask[]> {
  const answer = z.object({
    tasks: z.array(taskAnswer).optional(),
    pageInfo: z.object({ totalCount: z.number().optional() }).optional(),
  });
  const tasks = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'cs:DescribeClusterTasks',
      send: ({ client, models }) =>
        client.describeClusterTasks(clusterId, new models.DescribeClusterTasksRequest({ pageNumber, pageSize: 50 })),
      answer,
    });
    return { items: page.tasks ?? [], totalCount: page.pageInfo?.totalCount ?? 0 };
  });
  return tasks.map(toCloudTask).sort((a, b) => b.createdAtMs - a.createdAtMs);
}

/** A task that says success may carry failed sub-results; it counts as failed. */
function toCloudTask(answer: z.infer<typeof taskAnswer>): CloudTask {
  const state = (answer.state ?? '').toLowerCase();
  const failure = findFailure(answer);
  const isFailed = failed.includes(state) || (succeeded.includes(state) && failure !== undefined);
  return {
    taskId: answer.taskId,
    outcome: isFailed ? 'failed' : succeeded.includes(state) ? 'succeeded' : 'running',
    error: isFailed ? (failure ?? { code: '', message: '' }) : undefined,
    createdAtMs: Date.parse(answer.created ?? '') || 0,
    type: answer.taskType ?? '',
    targetId: answer.target?.id ?? '',
  };
}

function findFailure(answer: z.infer<typeof taskAnswer>): CloudTask['error'] {
  const { error, taskResult, stages } = answer;
  if (error?.code || error?.message) return { code: error.code ?? '', message: error.message ?? '' };
  const result = taskResult?.find((one) => failed.includes((one.status ?? '').toLowerCase()));
  if (result) return { code: '', message: result.data ?? '' };
  const stage = stages?.find((one) => failed.includes((one.state ?? '').toLowerCase()));
  return stage && { code: '', message: stage.message ?? '' };
}
