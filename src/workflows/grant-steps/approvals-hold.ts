import { decide } from '../../domain/approvals/decide.ts';
import type { Standings } from '../../domain/approvals/membership.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { mayBreakGlass } from '../../domain/grants/break-glass.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { PlanSubject } from './compute-grant-plan.ts';
import { extensionOf } from './find-problems.ts';

/** A request with the rule that its decisions are held against. */
export type Voted = Pick<PlanSubject, 'request' | 'grant' | 'isResumed'> & { rule: RequestRule };

/**
 * Whether the decisions recorded in this round satisfy a rule, which may be another one than when they were made. Who
 * was in which group is taken from when the round opened: at each decision it was read again, by the bot.
 */
export function approvalsHold(deps: WorkflowDeps, subject: Voted): boolean {
  const { request, rule } = subject;
  const { opened, decisions, requesters } = request;
  if (!opened) return false;
  if (request.kind === 'break-glass') return breakGlassHolds(request, rule);
  if (needsNoApproval(deps, subject)) return true;
  const { memberships } = opened;
  const outcome = decide({
    rule,
    openedAtMs: opened.atMs,
    decisions,
    requesters,
    whenOpened: memberships,
    now: memberships,
    standings: countedAt(decisions.map(({ personId }) => personId)),
  });
  return outcome.kind === 'approved';
}

/** An extension that the rule allows once without anybody's approval. */
export function needsNoApproval(deps: WorkflowDeps, subject: Voted): boolean {
  const { request, rule, grant, isResumed } = subject;
  if (request.kind !== 'extension' || !grant) return false;
  if (isResumed) return grant.wasExtendedFreely;
  const extension = extensionOf(deps, { request, grant, rule });
  return extension.kind === 'possible' && !extension.needsApproval;
}

function breakGlassHolds(request: AccessRequest, rule: RequestRule): boolean {
  const { requestedBy, instanceId, duration, reason, opened } = request;
  if (requestedBy.kind !== 'slack-user' || duration.kind !== 'limited' || !opened) return false;
  const allowed = mayBreakGlass(requestedBy.userId, {
    rule,
    memberships: opened.memberships,
    standings: countedAt([requestedBy.userId]),
    instanceId,
    durationMs: duration.durationMs,
    reason,
    openReviews: [],
  });
  return allowed.kind === 'yes' && allowed.durationMs >= duration.durationMs;
}

/** Their standing was looked at when they decided. */
function countedAt(personIds: string[]): Standings {
  return Object.fromEntries(personIds.map((id) => [id, 'counts' as const]));
}
