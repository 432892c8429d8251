import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import type { HashedGrantPlan } from '../../domain/grants/grant.ts';
import { planDifference } from '../../domain/grants/plan-difference.ts';

/** The request with its next round: another plan or rule, and every decision so far void. */
export function nextRound(
  request: AccessRequest,
  next: { hashed: HashedGrantPlan; rule: RequestRule; expiresAtMs: number },
): AccessRequest {
  const { hashed, rule, expiresAtMs } = next;
  const changes = request.plan ? planDifference(request.plan.plan, hashed.plan) : [];
  const isOtherRule = request.rule !== undefined && request.rule.because !== rule.because;
  return {
    ...request,
    state: 'pending',
    round: request.round + 1,
    plan: hashed,
    difference: [...changes, ...(isOtherRule ? [`who decides: ${request.rule?.because} -> ${rule.because}`] : [])],
    rule,
    opened: undefined,
    decisions: [],
    approved: undefined,
    confirmation: undefined,
    lapsed: undefined,
    lastReminderAtMs: undefined,
    expiresAtMs,
  };
}

/** Whether a plan and its rule are what the open round is about. */
export function isSameRound(request: AccessRequest, next: { hashed: HashedGrantPlan; rule: RequestRule }): boolean {
  return (
    request.plan?.hash === next.hashed.hash &&
    request.rule?.because === next.rule.because &&
    JSON.stringify(request.rule.require) === JSON.stringify(next.rule.require)
  );
}

/** The audit entry of a round that opens. */
export function roundEntry(request: AccessRequest, nowMs: number) {
  return {
    what: 'request.round' as const,
    subject: request.id,
    actor: 'system:worker',
    atMs: nowMs,
    details: {
      pool: request.poolName,
      instance: request.instanceId,
      round: request.round,
      hash: request.plan?.hash,
      difference: request.difference,
      rule: request.rule?.because,
      policyVersion: request.rule?.policyVersion,
    },
  };
}
