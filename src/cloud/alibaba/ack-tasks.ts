import { z } from 'zod';
import type { CloudTask } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { CsSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';
import { taskAnswer, toCloudTask } from './to-cloud-task.ts';

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
    return { items: page.tasks ?? [], totalCount: page.pageInfo?.totalCount };
  });
  return tasks.map(toCloudTask).sort((a, b) => b.createdAtMs - a.createdAtMs);
}
