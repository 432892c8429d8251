import type { Standings } from '../../domain/approvals/membership.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { needsConfirmation } from '../../domain/grants/confirmation.ts';
import { type ReadPeople, roundHolds } from '../../domain/grants/round-holds.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { PlanSubject } from './compute-grant-plan.ts';
import { extensionOf } from './find-problems.ts';

/** A request with the rule that its decisions are held against. */
export type Voted = Pick<PlanSubject, 'request' | 'grant' | 'isResumed'> & { rule: RequestRule };

/**
 * Whether the decisions recorded in this round satisfy a rule, which may be another one than when they were made, by
 * what the bot read of the people for its confirmation.
 */
export function approvalsHold(deps: WorkflowDeps, subject: Voted): boolean {
  const { request, rule } = subject;
  if (!request.opened) return false;
  if (needsNoApproval(deps, subject)) return true;
  const people = peopleOf(request);
  return people !== undefined && roundHolds(request, rule, people).kind === 'yes';
}

/** An extension that the rule allows once without anybody's approval. */
export function needsNoApproval(deps: WorkflowDeps, subject: Voted): boolean {
  const { request, rule, grant, isResumed } = subject;
  if (request.kind !== 'extension' || !grant) return false;
  if (isResumed) return grant.wasExtendedFreely;
  const extension = extensionOf(deps, { request, grant, rule });
  return extension.kind === 'possible' && !extension.needsApproval;
}

/** As confirmed for this round; what rests on nobody needs no reading. */
function peopleOf({ kind, decisions, round, confirmation, opened }: AccessRequest): ReadPeople | undefined {
  const nobody: Standings = {};
  if (!needsConfirmation({ kind, decisions })) return opened && { memberships: opened.memberships, standings: nobody };
  return confirmation?.round === round ? confirmation.given : undefined;
}
