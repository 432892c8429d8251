import type { ApprovalRule } from '../approvals/approval-rule.ts';
import { isIn, type Memberships, type Standings, standingOf } from '../approvals/membership.ts';

export interface BreakGlassInput {
  rule: Pick<ApprovalRule, 'breakGlass'>;
  memberships: Memberships;
  standings: Standings;
  /** The primary instance. */
  instanceId: string;
  /** What was asked for; undefined: as long as the rule allows. */
  durationMs: number | undefined;
  reason: string;
  /** Uses that none of the normal approvers has signed or rejected yet. */
  openReviews: readonly { personId: string; instanceId: string }[];
}

export type BreakGlass =
  /** Applied at once for so long, and open for review from then on. It cannot be extended. */
  | { kind: 'yes'; durationMs: number }
  /** The text is for this person alone: plain, without markup. */
  | { kind: 'no'; text: string };

/** Whether a person may let a pool in without waiting for approval, and for how long. Fails closed. */
export function mayBreakGlass(personId: string, input: BreakGlassInput): BreakGlass {
  const { breakGlass } = input.rule;
  if (!breakGlass) return no('The rule for this database has no break-glass. Ask for a normal grant.');
  const standing = standingOf(input.standings, personId);
  const named = breakGlass.by.map((group) => isIn(input.memberships, { personId, group }));
  if (!named.includes('yes') && !named.includes('unknown')) {
    return no(`Only ${breakGlass.by.join(', ')} may break the glass for this database. Ask for a normal grant.`);
  }
  if (standing === 'unknown' || !named.includes('yes')) {
    return no('Your user groups or your account cannot be read from Slack now. Try again in a minute.');
  }
  if (standing !== 'counts') return no('Guests, deactivated and external people may not break the glass.');
  if (input.reason.trim() === '') return no('Breaking the glass needs a reason.');
  if (hasOpenReview(personId, input)) {
    return no(
      'Your last break-glass for this database waits for review. Until one of its approvers has signed or rejected it, ask for a normal grant.',
    );
  }
  const durationMs = Math.min(input.durationMs ?? breakGlass.maxGrantMs, breakGlass.maxGrantMs);
  return durationMs > 0 ? { kind: 'yes', durationMs } : no('A break-glass grant needs a duration, such as 1h.');
}

function hasOpenReview(personId: string, { openReviews, instanceId }: BreakGlassInput): boolean {
  return openReviews.some((review) => review.personId === personId && review.instanceId === instanceId);
}

function no(text: string): BreakGlass {
  return { kind: 'no', text };
}
