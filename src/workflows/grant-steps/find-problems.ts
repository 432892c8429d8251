import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { cidrProblems } from '../../domain/grants/check-cidrs.ts';
import { durationProblem } from '../../domain/grants/check-duration.ts';
import { planExtension } from '../../domain/grants/extension.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { type GrantDuration, spanInWords } from '../../domain/grants/grant-duration.ts';
import type { GrantPlan } from '../../domain/grants/grant-plan.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { PlanSubject, Seen } from './compute-grant-plan.ts';

export interface ProblemSubject extends PlanSubject {
  seen: Seen;
  rule: RequestRule;
  plan: GrantPlan;
}

/** Why the plan must not be applied as things are now, one sentence each; what is wrong with our groups aside. */
export function findProblems(deps: WorkflowDeps, subject: ProblemSubject): string[] {
  return [...poolProblems(subject), ...networkProblems(deps, subject), ...timeProblems(deps, subject)];
}

function poolProblems({ pool, seen, rule, request, grant }: ProblemSubject): string[] {
  const inForce = grant?.inForce?.namespaces;
  const isGrown = request.kind === 'extension' && inForce !== undefined && !isSameSet(inForce, pool.namespaces);
  return [
    ...(pool.state === 'ready' ? [] : [`pool ${pool.name} is ${pool.state}; it must be ready`]),
    ...(pool.namespaces.length > 0 ? [] : [`pool ${pool.name} is for no namespaces, so anybody could use it`]),
    ...(rule.enforceNamespaces && !seen.guard.isEnforced
      ? [`the rule wants the cluster to keep other namespaces out of pool ${pool.name}, and it does not`]
      : []),
    ...(isGrown ? ['the namespaces of the pool are not those of the grant; an extension keeps them'] : []),
  ];
}

function networkProblems(deps: WorkflowDeps, { seen, rule, plan }: ProblemSubject): string[] {
  const { network, databases } = seen;
  const all = [databases.primary, ...databases.replicas];
  const perInstance = all.flatMap(({ detail }) =>
    cidrProblems({
      cidrs: plan.totalCidrs,
      vSwitches: network.vSwitches,
      vpc: network.vpc,
      instanceVpcId: detail.vpcId,
      crossVpc: rule.crossVpc,
      widestPrefix: deps.settings.policy.widestPrefix,
    }),
  );
  const foreign = network.foreignInterfaces;
  return [
    ...new Set(perInstance),
    ...(foreign.length > 0
      ? [`network interfaces that are not the pool's would be let in too: ${foreign.slice(0, 5).join(', ')}`]
      : []),
  ];
}

function timeProblems(deps: WorkflowDeps, subject: ProblemSubject): string[] {
  const { request, grant, rule, isResumed } = subject;
  const { policy } = deps.settings;
  const late = 'its approval has fixed a later end than was asked for';
  if (request.kind === 'extension') {
    // Its end is the new one already.
    if (isResumed) return [];
    const extension = grant && extensionOf(deps, { request, grant, rule });
    if (!extension) return ['there is no grant to extend'];
    if (extension.kind === 'refused') return [extension.text];
    return (request.approved?.endMs ?? 0) > extension.endMs ? [late] : [];
  }
  const isLate = isLaterThanAsked(deps, subject) ? [late] : [];
  if (request.kind === 'break-glass') return [...breakGlassProblems(request.duration, rule), ...isLate];
  const problem = durationProblem(request.duration, { policy, rule });
  return problem === undefined ? isLate : [problem, ...isLate];
}

/** A new grant lasts from its approval for as long as was asked; what changes a grant keeps its end. */
function isLaterThanAsked({ clock }: WorkflowDeps, { request, grant, isResumed }: ProblemSubject): boolean {
  const { kind, duration, approved } = request;
  if (!approved) return false;
  if (kind !== 'first-grant' && kind !== 'break-glass') return !isResumed && approved.endMs !== grant?.endMs;
  if (duration.kind === 'standing' || approved.endMs === undefined) return false;
  return approved.endMs > clock.after(duration.durationMs, approved.atMs);
}

function breakGlassProblems(duration: GrantDuration, { breakGlass }: RequestRule): string[] {
  if (!breakGlass) return ['the rule for this database has no break-glass'];
  if (duration.kind === 'limited' && duration.durationMs <= breakGlass.maxGrantMs) return [];
  return [`a break-glass grant lasts at most ${spanInWords(breakGlass.maxGrantMs)}`];
}

/** What the extension would mean now. The pure rule adds durations to instants, so it is given them as scaled. */
export function extensionOf(
  deps: WorkflowDeps,
  { request, grant, rule }: { request: AccessRequest; grant: Grant; rule: RequestRule },
) {
  const { clock, settings } = deps;
  const lengthOf = (duration: GrantDuration) =>
    duration.kind === 'limited' ? clock.delay(duration.durationMs) : Number.POSITIVE_INFINITY;
  return planExtension({
    grant: {
      state: grant.state,
      endMs: grant.endMs,
      firstApprovedAtMs: grant.firstApprovedAtMs ?? grant.createdAtMs,
      firstDurationMs: lengthOf(grant.firstDuration),
      isBreakGlass: grant.breakGlass !== undefined,
      wasExtendedFreely: grant.wasExtendedFreely,
    },
    durationMs: lengthOf(request.duration),
    policy: { maxGrantMs: clock.delay(settings.policy.maxGrantMs) },
    rule,
    nowMs: clock.now(),
  });
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return [...new Set(left)].sort().join(' ') === [...new Set(right)].sort().join(' ');
}
