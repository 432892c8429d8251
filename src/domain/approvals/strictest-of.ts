import type { ApprovalRule, Requirement } from './approval-rule.ts';

/**
 * One rule that is at least as strict as each of the given ones (one at least): who satisfies it satisfies them all,
 * and it allows only what all of them allow. It never approves by itself.
 */
export function strictestOf(rules: readonly ApprovalRule[]): ApprovalRule {
  const [only] = rules;
  if (only && rules.length === 1) return { ...only, autoApprove: false };
  return {
    match: {},
    require: mergeRequirements(rules),
    autoApprove: false,
    enforceNamespaces: rules.some((rule) => rule.enforceNamespaces),
    crossVpc: rules.every((rule) => rule.crossVpc),
    standing: mergeStanding(rules),
    breakGlass: mergeBreakGlass(rules),
    escalateTo: rules.find((rule) => rule.escalateTo !== undefined)?.escalateTo,
    extendOnceFreely: rules.every((rule) => rule.extendOnceFreely === true),
  };
}

function mergeRequirements(rules: readonly ApprovalRule[]): Requirement[] {
  const most = new Map<string, number>();
  for (const { require } of rules) {
    // A group may stand twice in one rule; then the rule wants the sum of different people.
    const wanted = new Map<string, number>();
    for (const { group, min } of require) wanted.set(group, (wanted.get(group) ?? 0) + min);
    for (const [group, min] of wanted) most.set(group, Math.max(most.get(group) ?? 0, min));
  }
  return [...most].map(([group, min]) => ({ group, min }));
}

function mergeStanding(rules: readonly ApprovalRule[]): ApprovalRule['standing'] {
  const allowed = rules.flatMap(({ standing }) => (standing ? [standing.reviewEveryMs] : []));
  return allowed.length === rules.length ? { reviewEveryMs: Math.min(...allowed) } : undefined;
}

function mergeBreakGlass(rules: readonly ApprovalRule[]): ApprovalRule['breakGlass'] {
  const allowed = rules.flatMap(({ breakGlass }) => (breakGlass ? [breakGlass] : []));
  if (allowed.length < rules.length) return undefined;
  const by = (allowed[0]?.by ?? []).filter((id) => allowed.every((other) => other.by.includes(id)));
  return by.length > 0 ? { by, maxGrantMs: Math.min(...allowed.map(({ maxGrantMs }) => maxGrantMs)) } : undefined;
}
