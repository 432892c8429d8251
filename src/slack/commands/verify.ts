import { requestVerifyPool } from '../../use-cases/request-verify-pool.ts';
import { replyTo } from '../answers.ts';
import type { Reply } from '../listener-deps.ts';
import type { Command } from './command.ts';
import type { CommandRequest } from './run-command.ts';

export async function verify(
  request: CommandRequest,
  { pool: poolName, instance }: Extract<Command, { kind: 'verify' }>,
): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const announcement = { channelId, userId };
  const answer = await requestVerifyPool(ctx, { operationId, poolName, instance, announcement });
  return replyTo(answer, { doing: 'Verifying pool', channelId, command: 'verify' });
}
