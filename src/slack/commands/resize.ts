import type { RequestAnswer } from '../../use-cases/request-answer.ts';
import { type RawResizeRequest, requestResizePool } from '../../use-cases/request-resize-pool.ts';
import { replyTo } from '../answers.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

/** Makes a pool larger or smaller, or shows what that would take. */
export async function resize(request: CommandRequest, raw: RawResizeRequest): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const answer = await requestResizePool(ctx, { operationId, raw, announcement: { channelId, userId } });
  return resizeReply(answer, { dryRun: raw.dryRun, channelId });
}

/** The answer in words. */
export function resizeReply(
  answer: RequestAnswer,
  { dryRun, channelId }: { dryRun: boolean; channelId: string },
): Reply {
  const doing = dryRun ? 'Planning the resize of pool' : 'Resizing pool';
  return replyTo(answer, { doing, channelId, command: 'resize' });
}
