import { extendGrant } from '../../use-cases/extend-grant.ts';
import { codeSpan } from '../blocks/escape.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { requestIdOf } from '../request-id.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Asks for a later end of a grant: the same for the command and for the button. */
export async function extend(
  request: CommandRequest,
  given: { grantId: string; for: string | undefined },
): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const requestId = requestIdOf(operationId);
  const answer = await extendGrant(ctx, {
    grantId: given.grantId,
    requestId,
    ...(given.for === undefined ? {} : { for: given.for }),
    announcement: { channelId, userId },
  });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, 'extend');
  return {
    message: paragraph(
      `Asked for more time for ${codeSpan(given.grantId)} as ${codeSpan(requestId)}; its message shows how it goes on.`,
    ),
    follow: { kind: 'accepted', channelId },
  };
}
