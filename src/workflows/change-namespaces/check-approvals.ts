import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { isConfirmed, refusalOf } from '../../domain/grants/confirmation.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { letsMoreIn } from '../../domain/namespace-change.ts';
import { approvalsHold } from '../grant-steps/approvals-hold.ts';
import { computeGrantPlan } from '../grant-steps/compute-grant-plan.ts';
import { askedAgain, type NextRound } from '../grant-steps/next-round.ts';
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
  const lapsed = await askAgainWhereLapsed(deps, approved);
  if (lapsed) return lapsed;
  const old = unconfirmed(approved, context.clock.now());
  if (old) return old;
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

/** The next round about the same plan for every request that the bot has refused to confirm. */
async function askAgainWhereLapsed(deps: WorkflowDeps, approved: ApprovedGrant[]): Promise<Approvals | undefined> {
  const ids: string[] = [];
  for (const { request } of approved) {
    const { plan: hashed, rule } = request;
    const lapsed = refusalOf(request);
    if (!lapsed || !hashed || !rule) continue;
    await askAgain(deps, request, { hashed, rule, lapsed });
    ids.push(request.id);
  }
  return ids.length > 0
    ? { kind: 'again', because: `not everybody who approved ${ids.join(', ')} still may` }
    : undefined;
}

function unconfirmed(approved: ApprovedGrant[], nowMs: number): Approvals | undefined {
  const old = approved.find(({ request }) => !isConfirmed(request, nowMs));
  return old && { kind: 'again', because: `who approved ${old.request.id} was looked at too long ago` };
}

/** The request is pending again with what changed, and the decisions are void; if it moved on, that is seen next time. */
async function askAgain(deps: WorkflowDeps, request: AccessRequest, next: NextRound): Promise<void> {
  await deps.store.commit(askedAgain(deps, request, next).also);
}
