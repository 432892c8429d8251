import type { ApprovalRule } from '../../../../src/domain/approvals/approval-rule.ts';
import type { Standings } from '../../../../src/domain/approvals/membership.ts';

/** A rule that asks one of S0DBA, unless the test says otherwise. */
export function ruleOf(changes: Partial<ApprovalRule> = {}): ApprovalRule {
  const require = changes.autoApprove ? [] : [{ group: 'S0DBA', min: 1 }];
  return { match: {}, require, autoApprove: false, enforceNamespaces: false, crossVpc: false, ...changes };
}

/** Everybody named counts. */
export function standingsOf(...people: string[]): Standings {
  return Object.fromEntries(people.map((id) => [id, 'counts']));
}
