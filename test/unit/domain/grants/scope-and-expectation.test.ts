import { expect, test } from 'vitest';
import { isInScope } from '../../../../src/domain/grants/database-scope.ts';
import { compareWithGrant } from '../../../../src/domain/grants/expected-entries.ts';
import { grantDocument } from '../../../support/access-documents.ts';

const scopes = [
  { regionId: 'cn-beijing', tags: { team: 'payments', env: 'prod' } },
  { regionId: 'cn-hangzhou', ids: ['rm-2'] },
];

test.each([
  ['all tags of a scope', { tags: { team: 'payments', env: 'prod', more: '1' } }, true],
  ['one tag of two', { tags: { team: 'payments' } }, false],
  ['tags that could not be read', { tags: undefined }, false],
  ['the tags in another region', { regionId: 'cn-shanghai', tags: { team: 'payments', env: 'prod' } }, false],
  ['the id', { regionId: 'cn-hangzhou', instanceId: 'rm-2', tags: undefined }, true],
  ['the id in another region', { instanceId: 'rm-2', tags: {} }, false],
  ['inherited names', { tags: {} }, false],
] as const)('an instance with %s', (_, instance, expected) => {
  expect(isInScope({ instanceId: 'rm-1', regionId: 'cn-beijing', ...instance }, scopes)).toBe(expected);
});

test('no scope lets nothing in, nor does one without tags and ids', () => {
  const instance = { instanceId: 'rm-1', regionId: 'cn-beijing', tags: {} };

  expect(isInScope(instance, [])).toBe(false);
  expect(isInScope(instance, [{ regionId: 'cn-beijing' }, { regionId: 'cn-beijing', tags: {} }])).toBe(false);
});

test('our group may hold what we last wrote, and while a revision is applied what was in force before', () => {
  const cidr = '10.64.128.0/24';
  const grant = grantDocument({
    lastWritten: { 'rm-1': [cidr, '10.64.129.0/24'] },
    inForce: {
      ...{ requestId: 'req-1', planHash: 'h', namespaces: [], approvers: [], approvedAtMs: 1, appliedAtMs: 1 },
      cidrs: [{ cidr, vSwitchId: 'vsw-1' }],
      instances: [{ instanceId: 'rm-1', networkType: 'MIX' }],
    },
  });

  expect(compareWithGrant(grant, 'rm-1', [cidr, '10.64.129.0/24']).kind).toBe('same');
  expect(compareWithGrant(grant, 'rm-1', [cidr]).kind).toBe('same');
  expect(compareWithGrant({ ...grant, state: 'active' }, 'rm-1', [cidr]).kind).toBe('differs');
  expect(compareWithGrant(grant, 'rm-1', [cidr, '192.0.2.1']).kind).toBe('differs');
  expect(compareWithGrant(grant, 'rr-new', ['127.0.0.1']).kind).toBe('same');
  expect(compareWithGrant(undefined, 'rm-1', [cidr]).kind).toBe('differs');
});
