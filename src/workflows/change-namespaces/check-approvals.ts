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
    approved.push({ grant, request: standing.request });
  }
  const lapsed = unconfirmed(approved, context.clock.now());
  if (lapsed) return lapsed;
  const all = await Promise.all(
    approved.map(async (one) => {
      // This operation itself has taken the pool; for whoever decides it is the ready pool that they saw.
      const subject = { ...one, pool: { ...pool, state: 'ready' as const }, poolRev, isResumed: false };
      return { ...one, subject, computed: await computeGrantPlan(deps, subject) };
    }),
  );
  for (const { grant, computed } of all) {
    if (computed.problems.length === 0) continue;
    throw stopChange(`${grant.instanceId}: ${computed.problems.join('; ')}. Nothing was changed.`);
  }
  const others = all.filter(
    ({ request, subject, computed }) =>
      request.plan?.hash !== computed.hashed.hash || !approvalsHold(deps, { ...subject, rule: computed.rule }),
  );
  for (const { request, computed } of others) await askAgain(deps, request, computed);
  const names = others.map(({ grant }) => grant.instanceId).join(', ');
  if (others.length > 0) return { kind: 'again', because: `the plan for ${names} has changed` };
  // The reads may have taken long: what is written next rests on confirmations that count then.
  return unconfirmed(approved, context.clock.now()) ?? { kind: 'all', approved };
}

function unconfirmed(approved: ApprovedGrant[], nowMs: number): Approvals | undefined {
  const lapsed = approved.find(({ request }) => !isConfirmed(request, nowMs));
  return lapsed && { kind: 'again', because: `who approved ${lapsed.request.id} was looked at too long ago` };
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
