import { revokeAccess } from '../../use-cases/revoke-access.ts';
import { revokeAllOfPool } from '../../use-cases/revoke-all-of-pool.ts';
import { codeSpan } from '../blocks/escape.ts';
import { problems } from '../blocks/problems.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Closes a database to a pool at once, or every one. */
export async function revoke(
  request: CommandRequest,
  given: { pool: string; instance: string | undefined; all: boolean },
): Promise<Reply> {
  const { ctx, operationId } = request;
  const { pool, instance, all } = given;
  if (all === (instance !== undefined)) {
    const message = all ? 'either one instance or --all, not both' : 'name an instance, or --all for every one';
    return {
      message: problems([{ field: 'instance', message, example: `/egress-pool revoke ${pool} rm-2ze1example` }]),
    };
  }
  if (instance === undefined) {
    const answer = await revokeAllOfPool(ctx, { pool: { name: pool }, operationId });
    if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, 'revoke');
    return {
      message: paragraph(`Every grant of ${codeSpan(pool)} is being closed. Connections that are open may survive.`),
    };
  }
  return revokeOne(request, { pool, instance });
}

async function revokeOne(
  { ctx, operationId, channelId, userId }: CommandRequest,
  { pool, instance }: { pool: string; instance: string },
): Promise<Reply> {
  const announcement = { channelId, userId };
  const answer = await revokeAccess(ctx, { poolName: pool, instance, operationId, announcement });
  switch (answer.kind) {
    case 'ending':
      return {
        message: paragraph(`${codeSpan(answer.grantId)} is being closed. Connections that are open may survive.`),
      };
    case 'stopped': {
      const again = 'Should the pool stand in that whitelist all the same, this command once more takes it out.';
      return { message: paragraph(`${codeSpan(answer.requestId)} is stopped and will not be applied. ${again}`) };
    }
    case 'cleaning': {
      const text = `No grant of ${codeSpan(pool)} for ${codeSpan(answer.instanceId)} is on record. Whatever of the pool still stands in that whitelist is taken out as ${codeSpan(operationId)}; an open request for it is withdrawn.`;
      return { message: paragraph(text), follow: { kind: 'accepted', channelId } };
    }
    case 'refused':
    case 'not-allowed':
      return refusedRead(answer, answer.about ?? 'revoke');
  }
}
