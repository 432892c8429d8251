import type { ApprovalPolicy } from '../domain/approvals/approval-rule.ts';
import type { RequestRule } from '../domain/grants/access-request.ts';
import { type Extension, planExtension } from '../domain/grants/extension.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { GrantDuration } from '../domain/grants/grant-duration.ts';
import { grantEnd } from '../domain/grants/grant-end.ts';
import type { Clock } from '../platform/clock.ts';

export interface GrantClockDeps {
  clock: Clock;
  policy: Pick<ApprovalPolicy, 'maxGrantMs'>;
}

/** What an extension would mean now. The pure rule adds durations to instants, so it is given them as scaled. */
export function extensionOf(
  { clock, policy }: GrantClockDeps,
  asked: {
    grant: Grant;
    durationMs: number;
    rule: Pick<RequestRule, 'autoApprove' | 'require' | 'extendOnceFreely'>;
    nowMs: number;
  },
): Extension {
  const { grant, rule, nowMs } = asked;
  const { firstDuration } = grant;
  return planExtension({
    grant: {
      state: grant.state,
      endMs: grant.endMs,
      firstApprovedAtMs: grant.firstApprovedAtMs ?? grant.createdAtMs,
      firstDurationMs: firstDuration.kind === 'limited' ? clock.delay(firstDuration.durationMs) : 0,
      isBreakGlass: grant.breakGlass !== undefined,
      wasExtendedFreely: grant.wasExtendedFreely,
    },
    durationMs: clock.delay(asked.durationMs),
    policy: { maxGrantMs: clock.delay(policy.maxGrantMs) },
    rule,
    nowMs,
  });
}

/** The end of a first grant that was approved at this instant; undefined for a standing one. */
export function firstEndOf({ clock, policy }: GrantClockDeps, approved: { atMs: number; duration: GrantDuration }) {
  const { atMs, duration } = approved;
  return grantEnd({
    approvedAtMs: atMs,
    firstApprovedAtMs: atMs,
    duration: duration.kind === 'standing' ? duration : { ...duration, durationMs: clock.delay(duration.durationMs) },
    maxGrantMs: clock.delay(policy.maxGrantMs),
  });
}
