import { compareGroup } from '../../domain/grants/compare-group.ts';
import { isConfirmed } from '../../domain/grants/confirmation.ts';
import { freezeOf, freezeRecordId } from '../../store/access-records.ts';
import { approvalsHold } from '../grant-steps/approvals-hold.ts';
import type { PlanSubject } from '../grant-steps/compute-grant-plan.ts';
import { whyClosed } from '../grant-steps/read-grant-documents.ts';
import { refuseGrant } from '../grant-steps/refuse-grant.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { Applying } from './begin-applying.ts';

export type Gate =
  /** `isWritten`: by this operation already, so that only the end of it is left. */
  | { kind: 'open'; isWritten: boolean }
  /** Who approved was looked at too long ago. */
  | { kind: 'unconfirmed' }
  /** The plan or the rule is another one, or the approvals do not satisfy it. */
  | { kind: 'not-as-approved' };

/** What people say about a write, once everything was read under the lock. */
export function gateOf(deps: WorkflowDeps, { subject, computed }: Applying): Gate {
  const { request, isResumed } = subject;
  const { plan, hash } = computed.hashed;
  if (request.plan?.hash !== hash) return { kind: 'not-as-approved' };
  const isWritten =
    isResumed &&
    [plan.primary, ...plan.replicas].every((one) => compareGroup(one.entriesBefore, one.entriesAfter).kind === 'same');
  if (!isWritten && !isConfirmed(request, deps.clock.now())) return { kind: 'unconfirmed' };
  const holds = approvalsHold(deps, { ...subject, rule: computed.rule });
  return holds ? { kind: 'open', isWritten } : { kind: 'not-as-approved' };
}

/** Throws unless the request is approved, its end is ahead and nothing is frozen. */
export async function demandOpen(deps: WorkflowDeps, { request, grant, isResumed }: PlanSubject): Promise<void> {
  const freeze = freezeOf(await deps.store.read(freezeRecordId));
  if (freeze) {
    throw refuseGrant(
      [`an operator has frozen database access (${freeze.reason}); retry once it is lifted`],
      isResumed,
    );
  }
  const closed = whyClosed(request, deps.clock.now());
  if (closed !== undefined) throw refuseGrant([`request ${request.id} is not to be applied: ${closed}`], isResumed);
  if (grant && grant.state !== 'applying' && grant.state !== 'active') {
    throw refuseGrant([`the grant is ${grant.state}`], grant.state !== 'ended');
  }
}
