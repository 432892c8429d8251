import type { Click } from '../domain/grants/access-request.ts';
import { clickChange } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { readGrant } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { noSuchGrant } from './revoke-grant.ts';

/**
 * Commits somebody's word about a break-glass in one round trip, without looking at rights: that is for the tender of
 * its request, which reads the groups again. The same `operationId` is one word. Throws STORE_UNAVAILABLE.
 */
export async function reviewBreakGlass(
  ctx: UseCaseContext,
  asked: { grantId: string; verdict: 'sign' | 'reject'; operationId: string },
): Promise<{ kind: 'taken' } | Refusal> {
  const { grantId, verdict, operationId } = asked;
  const { actor } = ctx;
  if (actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people review a break-glass.' };
  const grant = await readGrant(ctx.store, grantId);
  if (!grant) return noSuchGrant(grantId);
  if (!grant.breakGlass) {
    return refused('grant', `${grantId} was approved, so there is nothing to review`, '/egress-pool grants');
  }
  // A grant has the name of the request that it began with.
  const requestId = grantId.replace(/^grant-/, 'req-');
  const atMs = ctx.clock.now();
  const id = operationId.replace(/^op-/, '');
  const click: Click = { id, personId: actor.userId, round: 0, verdict, reason: undefined, atMs };
  const result = await ctx.store.commit({
    records: [clickChange(requestId, click)],
    due: [{ id: requestId, atMs }],
  });
  if (!result.ok) return noSuchGrant(grantId);
  // What cannot be enqueued now is found by the due sweep.
  await ctx.queues.enqueue('slack', requestId).catch(() => undefined);
  return { kind: 'taken' };
}
