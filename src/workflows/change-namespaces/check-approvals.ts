import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { isConfirmed } from '../../domain/grants/confirmation.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { letsMoreIn } from '../../domain/namespace-change.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import { approvalsHold } from '../grant-steps/approvals-hold.ts';
import { type ComputedGrantPlan, computeGrantPlan } from '../grant-steps/compute-grant-plan.ts';
import { nextRound, roundEntry } from '../grant-steps/next-round.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { type ChangeSubject, stopChange } from './read-change.ts';
import { standingOf } from './requests-of-change.ts';

/** A grant whose approvers have approved the pool's new namespaces. */
export interface ApprovedGrant {
  grant: Grant;
  request: AccessRequest;
}

export type Approvals = { kind: 'all'; approved: ApprovedGrant[] } | { kind: 'again'; because: string };

/**
 * Whether everybody who has to has approved exactly what would be done now (DESIGN promise 7): plan and rule are computed
 * again from fresh reads for every grant. What is not as approved opens a new round, and all is waited for again.
 */
export async function checkApprovals(
  deps: WorkflowDeps,
  context: StepContext,
  { change, pool, poolRev, grants }: ChangeSubject,
): Promise<Approvals> {
  if (!letsMoreIn(pool.namespaces, change)) return { kind: 'all', approved: [] };
  const approved: ApprovedGrant[] = [];
  for (const grant of grants) {
    const standing = await standingOf(deps, grant, context);
    if (standing.kind !== 'approved') return { kind: 'again', because: `${grant.instanceId} is not approved` };
    const { request } = standing;
    if (!isConfirmed(request, context.clock.now())) {
      return { kind: 'again', because: `who approved ${request.id} was looked at too long ago` };
    }
    // This operation itself has taken the pool; for whoever decides it is the ready pool that they saw.
    const subject = { request, pool: { ...pool, state: 'ready' as const }, poolRev, grant, isResumed: false };
    const computed = await computeGrantPlan(deps, subject);
    if (computed.problems.length > 0) {
      throw stopChange(`${grant.instanceId}: ${computed.problems.join('; ')}. Nothing was changed.`);
    }
    const isAsApproved = request.plan?.hash === computed.hashed.hash;
    if (!isAsApproved || !approvalsHold(deps, { ...subject, rule: computed.rule })) {
      await askAgain(deps, request, computed);
      return { kind: 'again', because: `the plan for ${grant.instanceId} has changed` };
    }
    approved.push({ grant, request });
  }
  return { kind: 'all', approved };
}

/** The request is pending again with what changed, and the decisions are void; if it moved on, that is seen next time. */
async function askAgain(deps: WorkflowDeps, request: AccessRequest, computed: ComputedGrantPlan): Promise<void> {
  const { clock, settings } = deps;
  const nowMs = clock.now();
  const next = nextRound(request, { ...computed, expiresAtMs: clock.after(settings.policy.requestTtlMs, nowMs) });
  await deps.store.commit({
    records: [accessRequestChange(next)],
    audit: [roundEntry(next, nowMs)],
    due: [{ id: request.id, atMs: nowMs }, behind(request.id, nowMs)],
  });
}
