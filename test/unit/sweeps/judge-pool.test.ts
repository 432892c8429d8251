import { expect, test } from 'vitest';
import { recordedPool } from '../../../src/domain/cluster-record.ts';
import type { FoundPool } from '../../../src/sweeps/reconcile/find-pools.ts';
import { judgePool } from '../../../src/sweeps/reconcile/judge-pool.ts';
import { foundPool, recorded, recordMap, terwayMap, vSwitch } from './found-pool.ts';

const judge = (changes: Partial<FoundPool> = {}) => judgePool(foundPool(changes), 'egress-pool');
const whole = foundPool();
const [nodePool] = whole.nodePools;
const [first] = whole.vSwitches;
const { policy } = whole;
if (!nodePool || !first || !policy) throw new Error('the pool is not whole');

test('a whole pool is taken over as the clouds have it, to be proven again', () => {
  const record = recordMap({
    ...recordedPool(recorded),
    nodes: { min: 9, max: 9 },
    vpcId: 'vpc-other',
    vSwitches: [1],
  });

  const { pool, problems, notes } = judge({ record });

  expect({ problems, notes }).toEqual({ problems: [], notes: [] });
  expect(pool).toMatchObject({
    ...{ id: recorded.id, name: 'payments', state: 'degraded', vpcId: 'vpc-1', nodes: { min: 2, max: 2 } },
    ...{ nodePoolId: 'np-1', expectedPods: 40, ownerGroup: 'S0ENG00001', namespacesEnforced: true },
  });
  expect(pool?.vSwitches).toEqual([
    expect.objectContaining({ zoneId: 'h', cidrBlock: '10.64.0.0/24', usableAddresses: 252, canaryIp: undefined }),
    expect.objectContaining({ zoneId: 'g', cidrBlock: '10.64.1.0/24' }),
  ]);
});

const { expectedPods: _, ...withoutPods } = recordedPool(recorded);
const { namespaces: __, requestedBy: ___, createdAtMs: ____, ...ofBefore } = recordedPool(recorded);
test.each<[string, Partial<FoundPool>, string]>([
  ['no record', { record: undefined }, 'its record ConfigMap is gone'],
  [
    'a record of another pool',
    { record: recordMap({ ...recordedPool(recorded), poolId: 'pool-bbbbbbbbbbbb' }) },
    'another pool',
  ],
  [
    'a record of another cluster',
    { record: recordMap({ ...recordedPool(recorded), clusterId: 'c2' }) },
    'another pool',
  ],
  ['a record that is no JSON', { record: { ...recordMap({}), data: { 'record.json': '{' } } }, 'cannot be read'],
  ['a record without pods', { record: recordMap(withoutPods) }, 'lacks what the clouds do not know'],
  ['a malformed marker', { poolId: 'freeze' }, 'its marker is malformed'],
  ['no Terway ConfigMap', { configMaps: [] }, "Terway's ConfigMap eni-config-payments is gone"],
  ['no node pool', { nodePools: [] }, '0 node pools'],
  ['two node pools', { nodePools: [nodePool, nodePool] }, '2 node pools'],
  ['a vSwitch that is not marked', { vSwitches: [first] }, 'names vsw-g for g, which is no vSwitch of the pool'],
  ['a vSwitch in another zone', { configMaps: [terwayMap({ h: ['vsw-h', 'vsw-g'], g: ['vsw-g'] })] }, 'vsw-g for h'],
  ['a zone of the nodes without a vSwitch', { configMaps: [terwayMap({ h: ['vsw-h'] })] }, 'nodes in g'],
  ['another network than its cluster', { network: 'flannel' }, 'another network'],
  ['a network that is not clear', { network: undefined }, 'is not clear'],
  ['an empty ConfigMap', { configMaps: [terwayMap({})] }, 'names no vSwitch'],
])('%s keeps it from being taken over', (_, changes, problem) => {
  const { pool, problems } = judge(changes);

  expect(pool).toBeUndefined();
  expect(problems.join('\n')).toContain(problem);
});

test.each<[string, Partial<FoundPool>, string]>([
  ['a record of before', { record: recordMap(ofBefore) }, 'names no namespaces'],
  ['a policy that guards less', { policy: { ...policy, condition: 'true' } }, 'does not guard payments'],
  ['a policy that is not bound', { policy: { ...policy, isBound: false } }, 'does not guard payments'],
  ['a node pool without the label', { nodePools: [{ ...nodePool, labels: [] }] }, 'lacks the label terway-config'],
  [
    'a vSwitch that Terway is not told of',
    { vSwitches: [...whole.vSwitches, vSwitch('vsw-new', 'h', '10.64.2.0/24')] },
    'vsw-new is not in use',
  ],
])('%s is noted', (_, changes, note) => {
  const { pool, notes } = judge(changes);

  expect(pool?.vSwitches.find(({ vSwitchId }) => vSwitchId === 'vsw-new')?.stage ?? 'leaving').toBe('leaving');
  expect(notes.join('\n')).toContain(note);
});

const onFlannel = recordMap({ ...recordedPool(recorded), network: 'flannel' });
const nodesInside = {
  ...{ ...nodePool, vSwitchIds: ['vsw-h', 'vsw-g'] },
  labels: [{ key: 'egress-pool/name', value: 'payments' }],
};

test('on Flannel the nodes themselves have to be in the vSwitches of the pool', () => {
  const flannel = { network: 'flannel' as const, record: onFlannel, configMaps: [], policy: undefined };

  const inside = judge({ ...flannel, nodePools: [nodesInside] });
  const outside = judge({ ...flannel, nodePools: [nodePool] });

  expect(inside.pool).toMatchObject({ network: 'flannel', state: 'degraded' });
  expect(inside.pool?.vSwitches.map(({ stage }) => stage)).toEqual([undefined, undefined]);
  expect(inside.notes).toEqual(['its admission policy does not guard payments']);
  expect(outside.pool).toBeUndefined();
  expect(outside.problems.join()).toContain('its node pool names nodes-h for h, which is no vSwitch of the pool there');
});
