import { type RawResizeRequest, requestResizePool } from '../../use-cases/request-resize-pool.ts';
import { replyTo } from '../answers.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

/** Makes a pool larger or smaller, or shows what that would take: the same for the command and for an alert's button. */
export async function resize(request: CommandRequest, raw: RawResizeRequest): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const answer = await requestResizePool(ctx, { operationId, raw, announcement: { channelId, userId } });
  const doing = raw.dryRun ? 'Planning the resize of pool' : 'Resizing pool';
  return replyTo(answer, { doing, channelId, command: 'resize' });
}
