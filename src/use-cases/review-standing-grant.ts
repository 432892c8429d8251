import { actorId } from '../domain/actor.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { behind } from '../notify/notify.ts';
import { grantChange } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { readGrant } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { approversOf, noSuchGrant } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';

/**
 * Says that a grant without an end is still needed: for any one approver of its rule, where nobody is asked for the
 * operators, and never for those who asked for it. The next review is counted from here.
 */
export async function reviewStandingGrant(
  ctx: UseCaseContext,
  asked: { grantId: string },
): Promise<{ kind: 'accepted'; grant: Grant } | Refusal> {
  const grant = await readGrant(ctx.store, asked.grantId);
  if (!grant) return noSuchGrant(asked.grantId);
  const { actor } = ctx;
  if (actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people review a grant.' };
  if (grant.requesters.includes(actor.userId)) {
    return { kind: 'not-allowed', text: 'You asked for this grant, so somebody else has to review it.' };
  }
  const approvers = await approversOf(ctx, grant);
  const ids = approvers.length > 0 ? approvers : ctx.settings.operators;
  const refusal = refusalUnless(ctx, { ids, what: 'review this grant' });
  if (refusal) return refusal;
  if (grant.state !== 'active' || grant.reviewAsks === 0) {
    return refused('grant', `${grant.id} waits for no review`, `/egress-pool grants ${grant.poolName}`);
  }
  const atMs = ctx.clock.now();
  const reviewed: Grant = { ...grant, lastReviewAtMs: atMs, reviewAsks: 0 };
  const result = await ctx.store.commit({
    records: [grantChange(reviewed)],
    audit: [
      {
        what: 'grant.reviewed',
        subject: grant.id,
        actor: actorId(actor),
        atMs,
        details: { pool: grant.poolName, instance: grant.instanceId, asks: grant.reviewAsks },
      },
    ],
    due: [{ id: grant.id, atMs }, behind(grant.id, atMs)],
  });
  if (!result.ok) return refused('grant', `${grant.id} is changing right now; try again`, '/egress-pool grants');
  await ctx.queues.enqueue('slack', behind(grant.id, atMs).id).catch(() => undefined);
  return { kind: 'accepted', grant: reviewed };
}
