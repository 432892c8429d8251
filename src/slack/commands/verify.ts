import { requestVerifyPool } from '../../use-cases/request-verify-pool.ts';
import { replyTo } from '../answers.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

export async function verify(request: CommandRequest, poolName: string): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const answer = await requestVerifyPool(ctx, { operationId, poolName, announcement: { channelId, userId } });
  return replyTo(answer, { doing: 'Verifying pool', channelId, command: 'verify' });
}
