import type { Click } from '../domain/grants/access-request.ts';
import { operationIdFrom } from '../domain/names.ts';
import { quoted } from '../domain/parse-flags.ts';
import { clickChange } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { requestIdPattern } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';

const longestReason = 1_000;

/**
 * Commits a decision as it was clicked, in one round trip and without looking at rights: that is for the tender, which
 * reads the groups again. The same click twice is one. Throws STORE_UNAVAILABLE.
 */
export async function recordClick(
  ctx: UseCaseContext,
  click: { requestId: string; round: number; clickId: string; verdict: 'approve' | 'deny'; reason?: string },
): Promise<{ kind: 'taken' } | Refusal> {
  const { actor, clock } = ctx;
  const { requestId, round, verdict } = click;
  if (actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people decide about requests.' };
  const reason = click.reason?.trim();
  if (verdict === 'deny' && !reason)
    return refused('reason', 'say why you deny it', 'no access to prod from batch jobs');
  if (reason !== undefined && reason.length > longestReason) {
    return refused('reason', `a reason has at most ${longestReason} characters`, 'see the incident channel');
  }
  if (!requestIdPattern.test(requestId) || !Number.isSafeInteger(round)) return noSuchRequest(requestId);
  const atMs = clock.now();
  const recorded: Click = {
    id: operationIdFrom(`${actor.userId}.${click.clickId}`).replace(/^op-/, ''),
    ...{ personId: actor.userId, round, verdict, reason: reason === '' ? undefined : reason, atMs },
  };
  const result = await ctx.store.commit({
    records: [clickChange(requestId, recorded)],
    due: [{ id: requestId, atMs }],
  });
  if (!result.ok) return noSuchRequest(requestId);
  // What cannot be enqueued now is found by the due sweep.
  await ctx.queues.enqueue('slack', requestId).catch(() => undefined);
  return { kind: 'taken' };
}

export function noSuchRequest(id: string): Refusal {
  return refused('request', `there is no request ${quoted(id)}`, '/egress-pool grants');
}
