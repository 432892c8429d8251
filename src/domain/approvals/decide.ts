import type { ApprovalRule } from './approval-rule.ts';
import { type Approver, type Assignment, assignApprovers } from './assign-approvers.ts';
import { type Electorate, eligibilityOf } from './eligibility.ts';

/** A click that was committed in this round. */
export interface RoundDecision {
  personId: string;
  verdict: 'approve' | 'deny';
  atMs: number;
}

export interface DecideInput extends Omit<Electorate, 'require'> {
  rule: Pick<ApprovalRule, 'require' | 'autoApprove'>;
  openedAtMs: number;
  /** Of this round only. */
  decisions: readonly RoundDecision[];
}

export type Outcome =
  | {
      kind: 'approved';
      /** The instant of the last approval that was needed: the grant's clock starts here. */
      approvedAtMs: number;
      counted: Assignment['counted'];
      reason: string;
    }
  | { kind: 'denied'; by: string; deniedAtMs: number; reason: string }
  | {
      kind: 'missing';
      /** Every requirement, the fulfilled ones too. */
      progress: Assignment['progress'];
      missing: Assignment['progress'];
      reason: string;
    };

/**
 * What the decisions of a round amount to, and why. One valid deny is enough and beats every approval. Only people
 * who are eligible by what was read now count, so the same call after approval tells whether it still holds.
 */
export function decide(input: DecideInput): Outcome {
  const { rule, decisions } = input;
  const electorate = { ...input, require: rule.require };
  const valid = decisions
    .flatMap((decision) => {
      const eligibility = eligibilityOf(decision.personId, electorate);
      return eligibility.kind === 'eligible' ? [{ ...decision, groups: eligibility.groups }] : [];
    })
    .toSorted((left, right) => left.atMs - right.atMs);
  const deny = valid.find(({ verdict }) => verdict === 'deny');
  if (deny) {
    const reason = `${deny.personId} of ${deny.groups.join(' and ')} denied it.`;
    return { kind: 'denied', by: deny.personId, deniedAtMs: deny.atMs, reason };
  }
  if (rule.autoApprove && rule.require.length === 0) {
    const reason = 'The rule approves it by itself.';
    return { kind: 'approved', approvedAtMs: input.openedAtMs, counted: [], reason };
  }
  return weigh(rule, valid);
}

function weigh(rule: DecideInput['rule'], approvals: readonly (Approver & { atMs: number })[]): Outcome {
  for (const [index, { atMs }] of approvals.entries()) {
    const { isComplete, counted } = assignApprovers(rule.require, approvals.slice(0, index + 1));
    if (isComplete) {
      const reason = `${rule.require.map(({ group, min }) => `${min} of ${group}`).join(' and ')} approved it.`;
      return { kind: 'approved', approvedAtMs: atMs, counted, reason };
    }
  }
  const { progress } = assignApprovers(rule.require, approvals);
  const missing = progress.filter(({ have, need }) => have < need);
  const reason =
    rule.require.length === 0
      ? 'The rule names nobody who could approve it.'
      : `Still missing: ${missing.map(({ group, have, need }) => `${need - have} of ${group}`).join(' and ')}.`;
  return { kind: 'missing', progress, missing, reason };
}
