import { expect, it } from 'vitest';
import type { ApprovalPolicy } from '../../../../src/domain/approvals/approval-rule.ts';
import { matchRule } from '../../../../src/domain/approvals/match-rule.ts';
import { policyVersion } from '../../../../src/domain/approvals/policy-version.ts';
import { configOf } from '../../config/example-settings.ts';
import { ruleOf } from './rules.ts';

const policy: ApprovalPolicy = {
  requestTtlMs: 1,
  minGrantMs: 1,
  maxGrantMs: 9,
  widestPrefix: 16,
  reasonRequired: true,
  remindEveryMs: [1],
  rules: [ruleOf({ match: { tags: { env: 'prod', team: 'a' } } }), ruleOf()],
  create: { require: [] },
};

it('changes with any rule and with their order, not with how the file is written', () => {
  const [first = ruleOf(), second = ruleOf()] = policy.rules;
  const version = policyVersion(policy);

  expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(policyVersion({ ...policy, rules: [second, first] })).not.toBe(version);
  expect(policyVersion({ ...policy, rules: [{ ...first, crossVpc: true }, second] })).not.toBe(version);
  expect(policyVersion({ ...policy, maxGrantMs: 8 })).not.toBe(version);
  const reordered = { ...first, match: { tags: { team: 'a', env: 'prod' } }, escalateTo: undefined };
  expect(policyVersion({ ...policy, rules: [reordered, second], fallback: undefined })).toBe(version);
});

it('takes what the configuration gives as it is', () => {
  const { approvals } = configOf();
  const duration = { kind: 'limited', durationMs: 1 } as const;

  expect(policyVersion(approvals)).toMatch(/^sha256:/);
  expect(matchRule({ instanceId: 'rm-1', tags: {}, clusterName: 'prod', duration }, approvals).kind).toBe('refused');
});
