import type { ApprovalRule } from '../domain/approvals/approval-rule.ts';
import { matchRule } from '../domain/approvals/match-rule.ts';
import { type AskedGroup, nobodyCanApprove, whoWillBeAsked } from '../domain/approvals/who-will-be-asked.ts';
import { mayBreakGlass } from '../domain/grants/break-glass.ts';
import { durationProblem } from '../domain/grants/check-duration.ts';
import { dayMs, type GrantDuration } from '../domain/grants/grant-duration.ts';
import type { InputProblem } from '../domain/input-problem.ts';
import type { DatabaseInventory } from '../domain/inventory.ts';
import { isProblem, parseDurationMs } from '../domain/parse-flags.ts';
import type { Pool } from '../domain/pool.ts';
import type { UseCaseContext } from './context.ts';
import { findDatabase } from './find-database.ts';
import { findPool } from './find-pool.ts';
import { readOpenReviews } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';

/** What a person asked for, as typed or chosen. */
export interface RawGrantRequest {
  pool?: string;
  /** Id or name. */
  instance?: string;
  /** `7d`, or `standing`. */
  for?: string;
  reason?: string;
  breakGlass?: boolean;
}

export interface CheckedGrantRequest {
  kind: 'checked';
  pool: Pool;
  database: DatabaseInventory;
  duration: GrantDuration;
  reason: string;
  rule: ApprovalRule;
  /** Which rule it is, in words. */
  because: string;
  asked: AskedGroup[];
}

const example = '/egress-pool allow payments rm-2ze1234567890 --for 7d --reason "why"';
const longestReason = 1_000;
const defaultDurationMs = 7 * dayMs;

/**
 * Checks what can be known without asking the cloud; the plan checks again with fresh reads. Whatever is wrong is
 * refused here with the way out, so that nobody is asked about what cannot be.
 */
export async function checkGrantRequest(
  ctx: UseCaseContext,
  raw: RawGrantRequest,
  requestId: string,
): Promise<CheckedGrantRequest | Refusal> {
  if (!raw.pool) return refused('pool', 'which pool is to be let in', example);
  if (!raw.instance) return refused('instance', 'which database is it for', example);
  const pool = await findPool(ctx.store, raw.pool);
  if ('kind' in pool) return pool;
  const found = findDatabase(ctx, raw.instance);
  if (found.kind !== 'found') return found;
  const { database } = found;
  const duration = parseGrantDuration(raw.for, Math.min(defaultDurationMs, ctx.settings.policy.maxGrantMs));
  if (isProblem(duration)) return { kind: 'refused', problems: [duration] };
  const matched = ruleFor(ctx, { pool, database, duration });
  if (matched.kind === 'refused') return refused('instance', matched.reason, 'another database');
  const { rule, reason: because } = matched;
  const reason = (raw.reason ?? '').trim();
  const problems = [...poolProblems(pool), ...vpcProblems(pool, database, rule), ...reasonProblems(ctx, raw, reason)];
  if (problems.length > 0) return { kind: 'refused', problems };
  const subject = { pool, database, duration, reason, rule, because };
  return raw.breakGlass
    ? checkBreakGlass(ctx, subject, { isDurationGiven: raw.for !== undefined, requestId })
    : checkApprovers(ctx, subject);
}

/** The rule by the tags that the inventory knows; the round binds to that of fresh tags. */
export function ruleFor(
  ctx: Pick<UseCaseContext, 'settings'>,
  about: { pool: Pick<Pool, 'clusterName'>; database: DatabaseInventory; duration: GrantDuration },
) {
  const { instanceId, tags } = about.database;
  const { clusterName } = about.pool;
  return matchRule({ instanceId, tags, clusterName, duration: about.duration }, ctx.settings.policy);
}

export function parseGrantDuration(text: string | undefined, defaultMs: number): GrantDuration | InputProblem {
  if (text?.trim() === 'standing') return { kind: 'standing' };
  const durationMs = parseDurationMs('for', text?.trim() || undefined);
  return isProblem(durationMs) ? durationMs : { kind: 'limited', durationMs: durationMs ?? defaultMs };
}

type Subject = Omit<CheckedGrantRequest, 'kind' | 'asked'>;

function poolProblems({ name, state, namespaces }: Pool): InputProblem[] {
  if (state !== 'ready') {
    return [
      {
        field: 'pool',
        message: `"${name}" is ${state}; only a ready pool can be let in`,
        example: `/egress-pool show ${name}`,
      },
    ];
  }
  if (namespaces.length > 0) return [];
  const message = `"${name}" has no namespaces, so anybody in its cluster could use it`;
  return [{ field: 'pool', message, example: '/egress-pool create payments --namespaces payments' }];
}

function vpcProblems(pool: Pool, database: DatabaseInventory, rule: ApprovalRule): InputProblem[] {
  if (rule.crossVpc || database.vpcId === pool.vpcId) return [];
  const message = `${database.instanceId} is in ${database.vpcId || 'no VPC'} and the pool in ${pool.vpcId}; the policy does not allow that`;
  return [{ field: 'instance', message, example: 'a database in the VPC of the pool' }];
}

function reasonProblems(ctx: UseCaseContext, raw: RawGrantRequest, reason: string): InputProblem[] {
  if (reason.length > longestReason) {
    return [
      { field: 'reason', message: `a reason has at most ${longestReason} characters`, example: '--reason "why"' },
    ];
  }
  const isNeeded = ctx.settings.policy.reasonRequired || raw.breakGlass === true;
  if (reason !== '' || !isNeeded) return [];
  return [{ field: 'reason', message: 'say why it is needed', example: '--reason "reads the payments ledger"' }];
}

function checkApprovers(ctx: UseCaseContext, subject: Subject): CheckedGrantRequest | Refusal {
  const { rule, duration } = subject;
  const problem = durationProblem(duration, { policy: ctx.settings.policy, rule });
  if (problem) return refused('for', problem, '--for 7d');
  const requesters = ctx.actor.kind === 'slack-user' ? [ctx.actor.userId] : [];
  const memberships = ctx.people.memberships(rule.require.map(({ group }) => group));
  const ask = { rule, memberships, requesters, standings: {} };
  const nobody = nobodyCanApprove(ask);
  if (nobody) return refused('instance', nobody.reason.replace(/\.$/, ''), nobody.wayOut);
  return { kind: 'checked', ...subject, asked: whoWillBeAsked(ask) };
}

async function checkBreakGlass(
  ctx: UseCaseContext,
  subject: Subject,
  { isDurationGiven, requestId }: { isDurationGiven: boolean; requestId: string },
): Promise<CheckedGrantRequest | Refusal> {
  const { rule, duration, reason, database } = subject;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people break the glass.' };
  if (duration.kind !== 'limited') return refused('for', 'a break-glass grant has an end', '--for 1h');
  const { userId } = ctx.actor;
  const allowed = mayBreakGlass(userId, {
    ...{ rule, reason, instanceId: database.instanceId },
    memberships: ctx.people.memberships(rule.breakGlass?.by ?? []),
    standings: { [userId]: ctx.people.isOneOf(userId, [userId]) === 'yes' ? 'counts' : 'unknown' },
    durationMs: isDurationGiven ? duration.durationMs : undefined,
    openReviews: await readOpenReviews(ctx.store, requestId),
  });
  if (allowed.kind === 'no') return { kind: 'not-allowed', text: allowed.text };
  const { durationMs } = allowed;
  if (durationMs < ctx.settings.policy.minGrantMs)
    return refused('for', 'that is shorter than the policy allows', '--for 1h');
  return { kind: 'checked', ...subject, duration: { kind: 'limited', durationMs }, asked: [] };
}
