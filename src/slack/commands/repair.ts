import { requestRepair } from '../../use-cases/request-repair.ts';
import { codeSpan } from '../blocks/escape.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { requestIdOf } from '../request-id.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Asks for what somebody else took out of a whitelist to be put back. */
export async function repair(request: CommandRequest, grantId: string): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const requestId = requestIdOf(operationId);
  const answer = await requestRepair(ctx, { grantId, requestId, announcement: { channelId, userId } });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, grantId);
  return {
    message: paragraph(
      `Asked to have the entries of ${codeSpan(grantId)} put back as ${codeSpan(answer.requestId)}; its approvers decide.`,
    ),
    follow: { kind: 'accepted', channelId },
  };
}
