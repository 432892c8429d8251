import { z } from 'zod';
import type { CloudTask } from '../cloud.ts';

export const taskAnswer = z.object({
  taskId: z.string(),
  taskType: z.string().optional(),
  state: z.string().optional(),
  created: z.string().optional(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
  target: z.object({ id: z.string().optional() }).optional(),
  taskResult: z.array(z.object({ data: z.string().optional(), status: z.string().optional() })).optional(),
  stages: z.array(z.object({ state: z.string().optional(), message: z.string().optional() })).optional(),
});

type TaskAnswer = z.infer<typeof taskAnswer>;

/** Words met in the field beside the documented running, success and fail; whatever else is said means running. */
const succeeded = ['success', 'succeeded'];
const failed = ['fail', 'failed', 'error', 'canceled', 'cancelled'];

/** A task that says success may carry failed sub-results; it counts as failed. */
export function toCloudTask(answer: TaskAnswer): CloudTask {
  const failure = findFailure(answer);
  const isFailed = says(failed, answer.state) || (says(succeeded, answer.state) && failure !== undefined);
  return {
    taskId: answer.taskId,
    outcome: isFailed ? 'failed' : says(succeeded, answer.state) ? 'succeeded' : 'running',
    error: isFailed ? (failure ?? { code: '', message: '' }) : undefined,
    createdAtMs: Date.parse(answer.created ?? '') || 0,
    type: answer.taskType ?? '',
    targetId: answer.target?.id ?? '',
  };
}

function says(words: readonly string[], state: string | undefined): boolean {
  return words.includes((state ?? '').toLowerCase());
}

function findFailure({ error, taskResult, stages }: TaskAnswer): CloudTask['error'] {
  if (error?.code || error?.message) return withCode(error.code, error.message);
  const result = taskResult?.find(({ status }) => says(failed, status));
  if (result) return withCode(undefined, result.data);
  const stage = stages?.find(({ state }) => says(failed, state));
  return stage && withCode(undefined, stage.message);
}

/** Sub-results and stages carry the vendor's code inside their text only. */
function withCode(code: string | undefined, message = ''): { code: string; message: string } {
  return { code: code || (/\b[A-Z]\w+(?:\.[A-Z]\w+)+/.exec(message)?.[0] ?? ''), message };
}
