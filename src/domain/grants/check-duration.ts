import type { ApprovalPolicy, ApprovalRule } from '../approvals/approval-rule.ts';
import { type GrantDuration, spanInWords } from './grant-duration.ts';

export interface DurationBounds {
  policy: Pick<ApprovalPolicy, 'minGrantMs' | 'maxGrantMs'>;
  rule: Pick<ApprovalRule, 'standing'>;
}

/** Why a grant may not be asked for this long, with what may; undefined when it may. */
export function durationProblem(duration: GrantDuration, { policy, rule }: DurationBounds): string | undefined {
  const { minGrantMs, maxGrantMs } = policy;
  if (duration.kind === 'standing') {
    if (rule.standing) return undefined;
    return `The rule for this database allows no grant without an end; ask for at most ${spanInWords(maxGrantMs)}.`;
  }
  const { durationMs } = duration;
  if (!(durationMs >= minGrantMs)) return `A grant lasts at least ${spanInWords(minGrantMs)}.`;
  if (durationMs > maxGrantMs) return `A grant lasts at most ${spanInWords(maxGrantMs)}.`;
  return undefined;
}
