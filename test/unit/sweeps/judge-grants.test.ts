import { expect, test } from 'vitest';
import { recordedGrant } from '../../../src/domain/cluster-record.ts';
import type { DriftInstance } from '../../../src/domain/grants/find-drift.ts';
import { whitelistGroupName } from '../../../src/domain/grants/whitelist-group.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { type JudgeDeps, judgeGrants } from '../../../src/sweeps/reconcile/judge-grants.ts';
import { grantDocument } from '../../support/access-documents.ts';
import { approvalPolicy } from '../../support/approval-policy.ts';
import { recorded as pool } from './found-pool.ts';

const dayMs = 86_400_000;
const nowMs = 1_000_000_000_000;
const cidr = '10.64.0.0/24';
const group = whitelistGroupName({ installation: 'acme', poolId: pool.id, poolName: pool.name });
const wholePool = {
  ...pool,
  vSwitches: [
    {
      ...{ zoneId: 'h', cidrBlock: cidr, vSwitchId: 'vsw-h', usableAddresses: 252 },
      ...{ canaryIp: undefined, freeAddresses: 200 },
    },
  ],
};
const inForce = {
  ...{ requestId: 'req-aaaaaaaaaaaa', planHash: 'sha256:1', cidrs: [{ cidr, vSwitchId: 'vsw-h' }] },
  ...{ instances: [{ instanceId: 'rm-1', networkType: 'MIX' as const }], namespaces: ['payments'] },
  ...{ approvedAtMs: nowMs - dayMs, approvers: [{ personId: 'U02DAVID', group: 'S0DBA0001' }] },
};
const whole = recordedGrant(
  {
    ...grantDocument({ instanceId: 'rm-1', endMs: nowMs + dayMs, firstApprovedAtMs: nowMs - dayMs }),
    groupName: group,
  },
  inForce,
);
const instance: DriftInstance = {
  ...{ instanceId: 'rm-1', primaryInstanceId: 'rm-1', regionId: 'cn-beijing', isInScope: true },
  groups: [{ name: group, attribute: '', networkType: 'MIX', entries: [cidr] }],
};

function depsWith(tags: Record<string, string>): JudgeDeps {
  const policy = approvalPolicy({
    rules: [
      {
        ...{ match: { tags: { env: 'prod' } }, require: [{ group: 'S0DBA0001', min: 1 }] },
        ...{ autoApprove: false, enforceNamespaces: false, crossVpc: false },
      },
    ],
  });
  const settings = { installation: 'acme', policy };
  const clock = createClock(1, () => nowMs);
  return { settings, clock, approvalsChannelId: 'C0APPROVE1', readTags: async () => tags };
}

async function judge(
  grants: object[],
  {
    instances = [instance],
    tags = { env: 'prod' },
  }: { instances?: DriftInstance[]; tags?: Record<string, string> } = {},
) {
  const record = { pool: {}, grants: JSON.parse(JSON.stringify(grants)) };
  return judgeGrants(depsWith(tags), { pool: wholePool, record, instances });
}

test('a grant that stands as it was recorded is taken over with its end, its approvers and the rule of today', async () => {
  const [one] = await judge([whole]);

  expect(one).toMatchObject({ problems: [], notes: [] });
  expect(one?.adopted?.grant).toMatchObject({
    ...{
      id: whole.grantId,
      state: 'active',
      endMs: whole.endMs,
      requesters: ['U01ANA'],
      lastWritten: { 'rm-1': [cidr] },
    },
    inForce: { approvers: inForce.approvers },
  });
  expect(one?.adopted?.request).toMatchObject({
    ...{ id: 'req-aaaaaaaaaaaa', state: 'approved', announcement: { channelId: 'C0APPROVE1' } },
    rule: { require: [{ group: 'S0DBA0001' }] },
  });
});

const elsewhere = { ...whole, cidrs: [{ cidr: '10.0.0.0/8', vSwitchId: 'vsw-h' }] };
test.each<[string, object[], string, DriftInstance[]?]>([
  ['an id that is no grant', [{ ...whole, grantId: 'freeze' }], 'no proper ids'],
  ['an id that is no request', [{ ...whole, requestId: 'pool-aaaaaaaaaaaa' }], 'no proper ids'],
  ['a part that is missing', [{ ...whole, instances: undefined }], 'cannot be read'],
  ['a group that is not the pool’s', [{ ...whole, group: 'default' }], 'not the pool’s'],
  ['addresses that are not the pool’s', [elsewhere], 'names no vSwitch that the pool has'],
  ['nothing that stands', [whole], 'nothing of it stands', [{ ...instance, groups: [] }]],
  ['an instance that is gone', [whole], 'its instance is gone', []],
  ['an instance out of scope', [whole], 'not among the databases', [{ ...instance, isInScope: false }]],
  ['a read-only instance', [whole], 'no primary', [{ ...instance, primaryInstanceId: 'rm-2' }]],
  ['an end later than the policy allows', [{ ...whole, endMs: nowMs + 400 * dayMs }], 'a later end'],
  ['no end where none is allowed', [{ ...whole, endMs: undefined }], 'no end'],
  ['the same instance twice', [whole, { ...whole, grantId: 'grant-bbbbbbbbbbbb' }], 'twice'],
])('a record with %s is not believed', async (_, grants, problem, instances) => {
  const judged = await judge(grants, instances ? { instances } : {});

  expect(judged.flatMap(({ adopted }) => adopted ?? [])).toEqual([]);
  expect(judged.flatMap(({ problems }) => problems).join('\n')).toContain(problem);
});

test('what is not as it was recorded is noted, and only the pool’s own addresses count', async () => {
  const instances = [
    { ...instance, groups: [{ ...instance.groups[0], entries: [cidr, '192.0.2.7'] }] },
  ] as DriftInstance[];
  const cidrs = [...whole.cidrs, { cidr: '10.0.0.0/8', vSwitchId: 'vsw-h' }];
  const grant = { ...whole, cidrs, approvers: [], endMs: nowMs - 1, namespaces: ['payments', 'other'] };

  const [one] = await judge([grant], { instances });

  expect(one?.adopted?.grant.inForce?.cidrs).toEqual(whole.cidrs);
  expect(one?.adopted?.grant.lastWritten).toEqual({ 'rm-1': [cidr] });
  expect(one?.notes).toEqual([
    'its end has come; it is closed right after',
    '10.0.0.0/8 is on its record and no vSwitch of the pool',
    'it was approved for payments, other',
    "today's rule asks S0DBA0001, which did not sign it",
    '192.0.2.7/32 on rm-1 is not its own',
  ]);
});
