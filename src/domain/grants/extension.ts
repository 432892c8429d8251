import type { ApprovalPolicy, ApprovalRule } from '../approvals/approval-rule.ts';
import { dayMs, spanInWords } from './grant-duration.ts';
import type { GrantState } from './grant-states.ts';

export interface ExtensionInput {
  grant: {
    state: GrantState;
    /** Undefined for a standing grant. */
    endMs: number | undefined;
    firstApprovedAtMs: number;
    /** What the first version asked for. */
    firstDurationMs: number;
    isBreakGlass: boolean;
    /** Whether it was already extended without anybody's approval. */
    wasExtendedFreely: boolean;
  };
  durationMs: number;
  policy: Pick<ApprovalPolicy, 'maxGrantMs'>;
  rule: Pick<ApprovalRule, 'autoApprove' | 'require' | 'extendOnceFreely'>;
  nowMs: number;
}

export type Extension =
  | {
      kind: 'possible';
      /** The end that it would get: counted from the end as it is, cut at the policy's cap. */
      endMs: number;
      isCapped: boolean;
      needsApproval: boolean;
    }
  | { kind: 'refused'; text: string };

/** An extension may be asked for from this long before the end on; the first notice of the end comes then. */
export const extensionWindowMs = 7 * dayMs;

/**
 * What extending a grant by a duration would mean, with the CIDRs and namespaces it has; anything that grows it is a
 * new request. Without approval it goes once, by at most the first duration, where the rule allows that.
 */
export function planExtension({ grant, durationMs, policy, rule, nowMs }: ExtensionInput): Extension {
  if (grant.isBreakGlass) return refused('A break-glass grant cannot be extended. Ask for a normal grant instead.');
  if (grant.endMs === undefined) return refused('This grant has no end, so there is nothing to extend.');
  if (grant.state !== 'active' || nowMs >= grant.endMs) {
    return refused('Only an active grant can be extended. Ask for a new grant instead.');
  }
  if (!(durationMs > 0)) return refused('An extension needs a duration, such as 7d.');
  if (nowMs < grant.endMs - extensionWindowMs) {
    return refused(
      `A grant can be extended in the last ${spanInWords(extensionWindowMs)} before its end, not earlier.`,
    );
  }
  const latestMs = grant.firstApprovedAtMs + policy.maxGrantMs;
  if (latestMs <= grant.endMs) {
    const most = spanInWords(policy.maxGrantMs);
    return refused(`This grant has its longest time already: ${most} from its first approval. Ask for a new grant.`);
  }
  const endMs = Math.min(grant.endMs + durationMs, latestMs);
  const isFree = rule.extendOnceFreely === true && !grant.wasExtendedFreely && durationMs <= grant.firstDurationMs;
  const approvesItself = rule.autoApprove && rule.require.length === 0;
  return {
    kind: 'possible',
    endMs,
    isCapped: endMs < grant.endMs + durationMs,
    needsApproval: !isFree && !approvesItself,
  };
}

function refused(text: string): Extension {
  return { kind: 'refused', text };
}
