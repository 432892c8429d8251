import type { ApprovalPolicy } from '../../src/domain/approvals/approval-rule.ts';

const hourMs = 3_600_000;

/** A policy in which nobody decides about anything, unless the test says otherwise. */
export function approvalPolicy(changes: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return {
    requestTtlMs: 24 * hourMs,
    minGrantMs: 60_000,
    maxGrantMs: 90 * 24 * hourMs,
    widestPrefix: 16,
    reasonRequired: true,
    remindEveryMs: [15 * 60_000, hourMs, 4 * hourMs],
    rules: [],
    fallback: undefined,
    create: { require: [] },
    ...changes,
  };
}
