import { showStatus } from '../../use-cases/show-status.ts';
import { statusList } from '../blocks/status-list.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

export async function status({ ctx }: CommandRequest, operationId: string | undefined): Promise<Reply> {
  const answer = await showStatus(ctx, operationId);
  return answer.kind === 'found' ? { message: statusList(answer.operations) } : refusedRead(answer, 'status');
}
