import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ApprovalRule } from '../../../../src/domain/approvals/approval-rule.ts';
import { matchRule, type RuleSubject } from '../../../../src/domain/approvals/match-rule.ts';
import { ruleOf } from './rules.ts';

const hourMs = 3_600_000;
const prod = ruleOf({
  match: { tags: { env: 'prod' } },
  require: [{ group: 'S0SEC', min: 2 }],
  enforceNamespaces: true,
});
const dev = ruleOf({ match: { tags: { env: 'dev' } }, autoApprove: true });
const fallback = { require: [{ group: 'S0PLATFORM', min: 1 }] };

function subject(changes: Partial<RuleSubject> = {}): RuleSubject {
  const duration = { kind: 'limited', durationMs: 4 * hourMs } as const;
  return { instanceId: 'rm-1', tags: { env: 'prod' }, clusterName: 'prod', duration, ...changes };
}

function requiredBy(rules: ApprovalRule[], about: RuleSubject, withFallback = false) {
  const matched = matchRule(about, { rules, ...(withFallback ? { fallback } : {}) });
  return matched.kind === 'matched' ? matched.rule : undefined;
}

describe('with tags that were read', () => {
  it('takes the first rule that matches and says which', () => {
    const matched = matchRule(subject({ tags: { env: 'dev' } }), { rules: [prod, dev, ruleOf()] });

    expect(matched).toEqual({ kind: 'matched', rule: dev, reason: 'rule 2 (env=dev)' });
  });

  test.each<[string, Partial<ApprovalRule['match']>, Partial<RuleSubject>, boolean]>([
    ['an empty match', {}, {}, true],
    ['every tag equal', { tags: { env: 'prod', team: 'a' } }, { tags: { env: 'prod', team: 'a', x: 'y' } }, true],
    ['one of two tags missing', { tags: { env: 'prod', team: 'a' } }, { tags: { env: 'prod' } }, false],
    ['a tag of another value', { tags: { env: 'prod' } }, { tags: { env: 'Prod' } }, false],
    ['a tag named like a method of objects', { tags: { toString: 'x' } }, { tags: {} }, false],
    ['an id of the list', { ids: ['rm-2', 'rm-1'] }, {}, true],
    ['an id outside the list', { ids: ['rm-2'] }, {}, false],
    ['its cluster', { clusters: ['prod'] }, {}, true],
    ['another cluster', { clusters: ['staging'] }, {}, false],
    ['a grant exactly as long', { forAtMostMs: 4 * hourMs }, {}, true],
    ['a grant longer than that', { forAtMostMs: 4 * hourMs - 1 }, {}, false],
    ['a standing grant against a longest duration', { forAtMostMs: hourMs }, { duration: { kind: 'standing' } }, false],
    ['a tag that fits and an id that does not', { tags: { env: 'prod' }, ids: ['rm-2'] }, {}, false],
  ])('%s', (_, match, changes, isMatch) => {
    const rule = ruleOf({ match });

    expect(requiredBy([rule], subject(changes)) === rule).toBe(isMatch);
  });

  it('goes to the fallback when no rule matches', () => {
    const matched = matchRule(subject({ tags: {} }), { rules: [prod, dev], fallback });

    expect(matched).toMatchObject({
      kind: 'matched',
      rule: { require: fallback.require, autoApprove: false, enforceNamespaces: false, crossVpc: false },
      reason: 'the fallback, because no rule matches',
    });
  });

  it('refuses what no rule matches when there is no fallback', () => {
    expect(matchRule(subject({ tags: {} }), { rules: [prod, dev] })).toEqual({
      kind: 'refused',
      reason: 'No rule of the approval policy matches rm-1, and there is no fallback.',
    });
  });

  it('never approves by itself an instance that lacks the tag', () => {
    expect(matchRule(subject({ tags: {} }), { rules: [dev] }).kind).toBe('refused');
  });
});

describe('with tags that could not be read', () => {
  const unread = subject({ tags: undefined });

  it('takes a rule that asks for tags, and says why', () => {
    const matched = matchRule(unread, { rules: [dev, prod] });

    expect(matched).toMatchObject({ kind: 'matched', rule: { require: prod.require, enforceNamespaces: true } });
    expect(matched.reason).toBe('rule 2, because the tags of rm-1 could not be read');
  });

  it('asks everybody whom a rule that may be the right one asks', () => {
    const staging = ruleOf({ match: { tags: { env: 'staging' } }, require: [{ group: 'S0DBA', min: 1 }] });
    const matched = matchRule(unread, { rules: [staging, dev, prod], fallback });

    expect(matched.reason).toBe(
      'rule 1 and rule 3 and the fallback together, because the tags of rm-1 could not be read',
    );
    expect(matched.kind === 'matched' && matched.rule.require).toEqual([
      { group: 'S0DBA', min: 1 },
      { group: 'S0SEC', min: 2 },
      { group: 'S0PLATFORM', min: 1 },
    ]);
  });

  it('looks no further than a rule that matches whatever the tags are', () => {
    const byId = ruleOf({ match: { ids: ['rm-1'] }, require: [{ group: 'S0OWNER', min: 1 }] });

    expect(requiredBy([byId, prod], unread, true)).toEqual(byId);
    expect(requiredBy([prod, byId, ruleOf()], unread, true)?.require.map(({ group }) => group)).toEqual([
      'S0SEC',
      'S0OWNER',
    ]);
  });

  it('leaves out a rule that cannot be the one for another reason', () => {
    const elsewhere = ruleOf({
      match: { tags: { env: 'prod' }, clusters: ['other'] },
      require: [{ group: 'S0X', min: 1 }],
    });

    expect(requiredBy([elsewhere, prod], unread)?.require).toEqual(prod.require);
  });

  it('never approves by itself, not even by id', () => {
    const byId = ruleOf({ match: { ids: ['rm-1'] }, autoApprove: true });

    expect(matchRule(unread, { rules: [byId, dev] })).toEqual({
      kind: 'refused',
      reason: 'No rule can be chosen: the tags of rm-1 could not be read.',
    });
    expect(requiredBy([byId, dev], unread, true)?.require).toEqual(fallback.require);
  });

  it('allows only what every rule that may be the right one allows', () => {
    const open = ruleOf({
      match: { tags: { env: 'a' } },
      crossVpc: true,
      standing: { reviewEveryMs: 9 },
      breakGlass: { by: ['S0ONCALL', 'U1'], maxGrantMs: 9 },
      extendOnceFreely: true,
    });
    const closer = ruleOf({
      match: { tags: { env: 'b' } },
      crossVpc: true,
      standing: { reviewEveryMs: 5 },
      breakGlass: { by: ['S0ONCALL'], maxGrantMs: 7 },
      extendOnceFreely: true,
      escalateTo: 'S0ONCALL',
    });

    expect(requiredBy([open, closer], unread)).toMatchObject({
      crossVpc: true,
      standing: { reviewEveryMs: 5 },
      breakGlass: { by: ['S0ONCALL'], maxGrantMs: 7 },
      extendOnceFreely: true,
      escalateTo: 'S0ONCALL',
    });
    expect(requiredBy([open, closer, prod], unread)).toMatchObject({
      crossVpc: false,
      standing: undefined,
      breakGlass: undefined,
      extendOnceFreely: false,
      enforceNamespaces: true,
    });
    const others = ruleOf({ match: { tags: { env: 'c' } }, breakGlass: { by: ['U2'], maxGrantMs: 1 } });
    expect(requiredBy([open, others], unread)?.breakGlass).toBeUndefined();
  });

  test('whatever the tags turn out to be, the rule that decides then asks for no more than was asked', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const requirement = fc.record({ group: fc.constantFrom('S1', 'S2', 'S3'), min: fc.integer({ min: 1, max: 3 }) });
    const rule = fc
      .record({
        tags: fc.option(fc.dictionary(fc.constantFrom('k', 'l'), value, { minKeys: 1 }), { nil: undefined }),
        require: fc.array(requirement, { minLength: 1, maxLength: 3 }),
        isAuto: fc.boolean(),
      })
      .map(({ tags, require, isAuto }) =>
        isAuto && tags ? ruleOf({ match: { tags }, autoApprove: true }) : ruleOf({ match: { tags }, require }),
      );
    const tags = fc.dictionary(fc.constantFrom('k', 'l'), value);

    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), tags, (rules, real) => {
        const asked = matchRule(unread, { rules, fallback });
        const decides = matchRule(subject({ tags: real }), { rules, fallback });
        if (asked.kind !== 'matched' || decides.kind !== 'matched') return false;
        if (asked.rule.autoApprove) return false;
        return Object.entries(sums(decides.rule)).every(([group, min]) => (sums(asked.rule)[group] ?? 0) >= min);
      }),
    );
  });
});

function sums({ require }: ApprovalRule): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { group, min } of require) total[group] = (total[group] ?? 0) + min;
  return total;
}
