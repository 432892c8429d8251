import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type GrantPlan, grantPlanSchemaVersion } from '../../../../src/domain/grants/grant-plan.ts';
import { coveredParts, grantPlanHash } from '../../../../src/domain/grants/grant-plan-hash.ts';
import { planDifference } from '../../../../src/domain/grants/plan-difference.ts';
import { grantPlanOf, instanceOf } from './grant-plans.ts';

const plan = grantPlanOf();
const [cidr1 = { cidr: '', vSwitchId: '' }, cidr2 = { cidr: '', vSwitchId: '' }] = plan.totalCidrs;
const vpcGroup = { name: 'ep_payments_0a1b2c3d', networkType: 'VPC' } as const;
const otherGroup = { name: 'ep_payments_ffffffff', networkType: 'MIX' } as const;

const coveredChanges: [string, Partial<GrantPlan>, string[]][] = [
  ['schema version', { schemaVersion: grantPlanSchemaVersion + 1 }, ['rules for plans: 1 -> 2']],
  ['kind', { kind: 'extension' }, ['kind of request: first-grant -> extension']],
  ['installation', { installation: 'other' }, ['installation: acme -> other']],
  ['pool', { poolId: 'pool-b' }, ['pool: pool-a -> pool-b']],
  ['cluster', { clusterId: 'c-2' }, ['cluster: c-1 -> c-2']],
  [
    'primary',
    { primary: instanceOf('rm-2') },
    ['primary instance: rm-1 (group ep_payments_0a1b2c3d, MIX) -> rm-2 (group ep_payments_0a1b2c3d, MIX)'],
  ],
  [
    'network type of the primary',
    { primary: instanceOf('rm-1', { group: vpcGroup }) },
    ['primary instance: rm-1 (group ep_payments_0a1b2c3d, MIX) -> rm-1 (group ep_payments_0a1b2c3d, VPC)'],
  ],
  [
    'group of a replica',
    { replicas: [instanceOf('rr-1'), instanceOf('rr-2', { group: otherGroup })] },
    [
      'replica added: rr-2 (group ep_payments_ffffffff, MIX)',
      'replica removed: rr-2 (group ep_payments_0a1b2c3d, MIX)',
    ],
  ],
  [
    'a replica more',
    { replicas: [...plan.replicas, instanceOf('rr-3')] },
    ['replica added: rr-3 (group ep_payments_0a1b2c3d, MIX)'],
  ],
  ['added CIDRs', { addedCidrs: [cidr1] }, ['CIDR to add removed: 10.64.3.128/25 (vsw-2)']],
  ['total CIDRs', { totalCidrs: [cidr2] }, ['CIDR in all removed: 10.64.3.0/25 (vsw-1)']],
  [
    'vSwitch of a CIDR',
    { addedCidrs: [cidr1, { ...cidr2, vSwitchId: 'vsw-3' }] },
    ['CIDR to add added: 10.64.3.128/25 (vsw-3)', 'CIDR to add removed: 10.64.3.128/25 (vsw-2)'],
  ],
  ['namespaces', { namespaces: ['payments', 'web'] }, ['namespace added: web', 'namespace removed: billing']],
  ['enforcement', { areNamespacesEnforced: false }, ['namespaces enforced: yes -> no']],
  ['duration', { duration: { kind: 'limited', durationMs: 60_000 } }, ['duration: 7 days -> 1 minute']],
  ['standing', { duration: { kind: 'standing' } }, ['duration: 7 days -> without an end']],
];

describe('a change that approvals bind to', () => {
  test.each(coveredChanges)('changes the hash and is said: %s', (_, change, words) => {
    const changed = grantPlanOf(change);

    expect(grantPlanHash(changed)).not.toBe(grantPlanHash(plan));
    expect(planDifference(plan, changed)).toEqual(words);
  });

  test('has its row for everything that the hash covers', () => {
    const covered = Object.keys(coveredParts(plan)).map((key) => (key === 'durationMs' ? 'duration' : key));
    const changed = new Set(coveredChanges.flatMap(([, change]) => Object.keys(change)));

    expect([...changed].sort()).toEqual(covered.sort());
  });

  test('hashes are equal exactly when no difference can be said', () => {
    const changes = fc.subarray(coveredChanges.map(([, change]) => change));
    fc.assert(
      fc.property(changes, changes, (left, right) => {
        const one = grantPlanOf(Object.assign({}, ...left));
        const other = grantPlanOf(Object.assign({}, ...right));

        expect(grantPlanHash(one) === grantPlanHash(other)).toBe(planDifference(one, other).length === 0);
      }),
    );
  });
});

describe('what approvals do not bind to', () => {
  const text = fc.string();
  const described = fc.record({
    description: text,
    engine: text,
    status: text,
    entriesBefore: fc.array(text),
    entriesAfter: fc.array(text),
    otherGroups: fc.array(fc.record({ name: text, entries: fc.nat() })),
  });
  const describes = fc.record({
    poolName: text,
    clusterName: text,
    poolState: text,
    plannedAtMs: fc.nat(),
    admittedAddresses: fc.nat(),
    blanketTolerations: fc.array(text),
    warnings: fc.array(text),
  });

  test('names, states, times, counts, workloads, other groups and warnings keep the hash', () => {
    fc.assert(
      fc.property(described, describes, (instance, words) => {
        const changed = grantPlanOf({
          primary: instanceOf('rm-1', instance),
          replicas: [instanceOf('rr-1', instance), instanceOf('rr-2')],
          describes: words,
        });

        expect(grantPlanHash(changed)).toBe(grantPlanHash(plan));
        expect(planDifference(plan, changed)).toEqual([]);
      }),
    );
  });

  test('the order of every list keeps the hash', () => {
    const shuffled = <Item>(items: readonly Item[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    fc.assert(
      fc.property(
        shuffled(plan.replicas),
        shuffled(plan.addedCidrs),
        shuffled(plan.totalCidrs),
        shuffled(plan.namespaces),
        (replicas, addedCidrs, totalCidrs, namespaces) => {
          const changed = grantPlanOf({ replicas, addedCidrs, totalCidrs, namespaces });

          expect(grantPlanHash(changed)).toBe(grantPlanHash(plan));
        },
      ),
    );
  });

  it('and so does a thing that is listed twice', () => {
    expect(grantPlanHash(grantPlanOf({ namespaces: ['billing', 'payments', 'billing'] }))).toBe(grantPlanHash(plan));
  });
});

it('is the same on every machine and in every release of this schema version', () => {
  expect(grantPlanHash(plan)).toBe('sha256:194de2a838ba0d47750a881bf8ffffde17bffafccdcc68ad7573c053db724527');
});
