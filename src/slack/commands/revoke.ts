import { listGrants } from '../../use-cases/list-grants.ts';
import { revokeAllOfPool } from '../../use-cases/revoke-all-of-pool.ts';
import { revokeGrant } from '../../use-cases/revoke-grant.ts';
import { revokeUnrecorded } from '../../use-cases/revoke-unrecorded.ts';
import { stopRequest } from '../../use-cases/stop-request.ts';
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
    const answer = await revokeAllOfPool(ctx, { poolName: pool, operationId });
    if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, 'revoke');
    return {
      message: paragraph(`Every grant of ${codeSpan(pool)} is being closed. Connections that are open may survive.`),
    };
  }
  const found = await listGrants(ctx, { pool, instance });
  if (found.kind !== 'found') return refusedRead(found, 'revoke');
  const live = found.grants.find(({ state }) => state !== 'ended');
  const approved = found.requests.find(({ state }) => state === 'approved');
  if (!live && approved) return stop(request, approved.id);
  if (!live) return revokeWithoutRecord(request, { pool, instance });
  const answer = await revokeGrant(ctx, { grantId: live.id, operationId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, live.id);
  return { message: paragraph(`${codeSpan(live.id)} is being closed. Connections that are open may survive.`) };
}

/** Nothing is known to be open there, but a whitelist may still say otherwise. */
async function revokeWithoutRecord(
  { ctx, operationId, channelId, userId }: CommandRequest,
  { pool, instance }: { pool: string; instance: string },
): Promise<Reply> {
  const announcement = { channelId, userId };
  const answer = await revokeUnrecorded(ctx, { poolName: pool, instance, operationId, announcement });
  if (answer.kind !== 'accepted') return refusedRead(answer, 'revoke');
  const text = `No grant of ${codeSpan(pool)} for ${codeSpan(answer.grant.instanceId)} is on record. Whatever of the pool still stands in that whitelist is taken out as ${codeSpan(operationId)}; an open request for it is withdrawn.`;
  return { message: paragraph(text), follow: { kind: 'accepted', channelId } };
}

/** What is approved and not in a whitelist yet never gets there. */
async function stop({ ctx }: CommandRequest, requestId: string): Promise<Reply> {
  const answer = await stopRequest(ctx, { requestId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, requestId);
  const again = 'Should the pool stand in that whitelist all the same, this command once more takes it out.';
  return { message: paragraph(`${codeSpan(requestId)} is stopped and will not be applied. ${again}`) };
}
