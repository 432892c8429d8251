import { actorId } from '../domain/actor.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { behind } from '../notify/notify.ts';
import { grantChange } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { readGrant } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { approversOf, endNow, noSuchGrant } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';

export type ReviewAnswer = { kind: 'accepted'; grant: Grant } | Refusal;

/** Tries again when somebody else changed the grant in between. */
const tries = 10;

/**
 * Closes the review of a break-glass: one of the normal approvers signs it, or rejects it, which ends the grant first.
 * Never for those who asked for it.
 */
export async function reviewBreakGlass(
  ctx: UseCaseContext,
  asked: { grantId: string; verdict: 'sign' | 'reject'; operationId: string },
): Promise<ReviewAnswer> {
  const { grantId, verdict, operationId } = asked;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const grant = await readGrant(ctx.store, grantId);
    if (!grant) return noSuchGrant(grantId);
    const refusal = await refusalOf(ctx, grant);
    if (refusal) return refusal;
    if (verdict === 'reject' && ['applying', 'active'].includes(grant.state)) {
      await endNow(ctx, { grant, operationId, cause: 'its break-glass was rejected' });
      // Read again: ending has changed it. A crash here leaves an ended grant whose review is still open.
      continue;
    }
    const reviewed = await commitReview(ctx, grant, verdict);
    if (reviewed) return { kind: 'accepted', grant: reviewed };
  }
  return refused('grant', `${grantId} is changing right now; try again`, '/egress-pool grants');
}

async function refusalOf(ctx: UseCaseContext, grant: Grant): Promise<Refusal | undefined> {
  const { breakGlass, id } = grant;
  const { actor } = ctx;
  if (!breakGlass) return refused('grant', `${id} was approved, so there is nothing to review`, '/egress-pool grants');
  if (actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people review a break-glass.' };
  if (breakGlass.by === actor.userId || grant.requesters.includes(actor.userId)) {
    return { kind: 'not-allowed', text: 'You broke the glass yourself, so somebody else has to review it.' };
  }
  const refusal = refusalUnless(ctx, { ids: await approversOf(ctx, grant), what: 'review this break-glass' });
  if (refusal || breakGlass.review === 'open') return refusal;
  return refused('grant', `${id} was reviewed already: it is ${breakGlass.review}`, '/egress-pool grants');
}

async function commitReview(ctx: UseCaseContext, grant: Grant, verdict: 'sign' | 'reject'): Promise<Grant | undefined> {
  if (!grant.breakGlass || ctx.actor.kind !== 'slack-user') return undefined;
  const nowMs = ctx.clock.now();
  const review = verdict === 'sign' ? ('signed' as const) : ('rejected' as const);
  const reviewed: Grant = { ...grant, breakGlass: { ...grant.breakGlass, review, reviewedBy: ctx.actor.userId } };
  const result = await ctx.store.commit({
    records: [grantChange(reviewed)],
    audit: [
      {
        what: `break-glass.${review}`,
        subject: grant.id,
        actor: actorId(ctx.actor),
        atMs: nowMs,
        details: { pool: grant.poolName, instance: grant.instanceId, by: grant.breakGlass.by },
      },
    ],
    due: [behind(grant.id, nowMs)],
  });
  if (!result.ok) return undefined;
  await ctx.queues.enqueue('slack', behind(grant.id, nowMs).id).catch(() => undefined);
  return reviewed;
}
