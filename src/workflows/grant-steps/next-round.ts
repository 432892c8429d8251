import { type AccessRequest, type Lapse, type RequestRule, roundHash } from '../../domain/grants/access-request.ts';
import type { HashedGrantPlan } from '../../domain/grants/grant.ts';
import { planDifference } from '../../domain/grants/plan-difference.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** What the next round is about: another plan or rule, or the same ones when approvals have lapsed. */
export interface NextRound {
  hashed: HashedGrantPlan;
  rule: RequestRule;
  lapsed?: Lapse[] | undefined;
}

/** The request with its next round, and every decision so far void. */
function nextRound(request: AccessRequest, next: NextRound & { expiresAtMs: number }): AccessRequest {
  const { hashed, rule, lapsed, expiresAtMs } = next;
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
    lapsed,
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

/** The request with its first plan, or with another one before anybody has approved; it expires when it did. */
export function plannedRound(deps: WorkflowDeps, request: AccessRequest, next: NextRound) {
  return roundCommit(deps, nextRound(request, { ...next, expiresAtMs: request.expiresAtMs }));
}

/** What was approved is to be approved once more, with the whole time for that. */
export function askedAgain(deps: WorkflowDeps, request: AccessRequest, next: NextRound) {
  const expiresAtMs = deps.clock.after(deps.settings.policy.requestTtlMs, deps.clock.now());
  return roundCommit(deps, nextRound(request, { ...next, expiresAtMs }));
}

/** The commit that opens a round which was made by other means, as for a new pool. */
export function roundCommit({ clock }: WorkflowDeps, next: AccessRequest) {
  const nowMs = clock.now();
  const also = {
    records: [accessRequestChange(next)],
    audit: [roundEntry(next, nowMs)],
    due: [{ id: next.id, atMs: nowMs }, behind(next.id, nowMs)],
  } satisfies Partial<Commit>;
  return { next, also };
}

function roundEntry(request: AccessRequest, nowMs: number) {
  return {
    what: 'request.round' as const,
    subject: request.id,
    actor: 'system:worker',
    atMs: nowMs,
    details: {
      pool: request.poolName,
      instance: request.instanceId || undefined,
      round: request.round,
      hash: roundHash(request),
      difference: request.difference,
      lapsed: request.lapsed,
      rule: request.rule?.because,
      policyVersion: request.rule?.policyVersion,
    },
  };
}
