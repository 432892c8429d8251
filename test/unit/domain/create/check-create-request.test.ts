import { expect, test } from 'vitest';
import { checkCreateRequest } from '../../../../src/domain/check-create-request.ts';
import type { RawCreateRequest } from '../../../../src/domain/create-request.ts';
import type { ClusterInventory } from '../../../../src/domain/inventory.ts';

const clusters = [
  { name: 'prod', defaultNodes: 2 },
  { name: 'staging', defaultNodes: 2 },
];
const prod: ClusterInventory = {
  name: 'prod',
  clusterId: 'c1',
  regionId: 'cn-beijing',
  vpcId: 'vpc-1',
  network: 'terway',
  problem: undefined,
  zones: ['h', 'g', 'i'].map((zone) => ({ zoneId: `cn-beijing-${zone}`, nodeVSwitchId: `vsw-${zone}` })),
  instanceTypes: [{ id: 'ecs.g7.xlarge', pods: 45 }],
  defaultInstanceTypes: ['ecs.g7.xlarge'],
  space: { vpcCidrs: ['10.0.0.0/8'], poolCidrs: ['10.64.0.0/24'], taken: ['10.64.0.0/25'] },
};
const raw: RawCreateRequest = { name: 'payments', cluster: 'prod', pods: '20' };
const known = { clusters, inventory: { refreshedAtMs: 0, clusters: [prod] } };

test('a full request is read as it was meant', () => {
  const given = {
    ...{ ...raw, zones: 'cn-beijing-h, cn-beijing-g', nodes: '2..4', instanceType: 'ecs.g7.xlarge' },
    ...{ namespaces: 'payments,billing', owner: '<!subteam^S0TEAM0001|@payments>', ttl: '30d', dryRun: true },
  };
  expect(checkCreateRequest(given, known)).toEqual({
    ok: true,
    request: {
      name: 'payments',
      clusterName: 'prod',
      expectedPods: 20,
      zones: ['cn-beijing-h', 'cn-beijing-g'],
      nodes: { min: 2, max: 4 },
      instanceTypes: ['ecs.g7.xlarge'],
      namespaces: ['payments', 'billing'],
      ownerGroup: 'S0TEAM0001',
      ttlMs: 30 * 86_400_000,
      dryRun: true,
    },
  });
});

test('while nothing is known of the clouds, zones and types are left to the plan', () => {
  const given = { ...raw, zones: 'cn-shanghai-a', instanceType: 'ecs.x9.large', pods: '20000' };
  expect(checkCreateRequest(given, { clusters, inventory: undefined }).ok).toBe(true);
});

test('a cluster need not be named where there is only one', () => {
  const facts = { clusters: [{ name: 'prod' }], inventory: undefined };
  expect(checkCreateRequest({ name: 'payments', pods: '1' }, facts)).toMatchObject({
    ok: true,
    request: { clusterName: 'prod' },
  });
});

test.each<[string, Partial<RawCreateRequest>, string[]]>([
  ['three zones where two blocks are free', { pods: '30' }, ['pods']],
  ['two zones with room for one', { zones: 'cn-beijing-h,cn-beijing-g', pods: '40' }, ['pods']],
  ['too few nodes for the zones of the cluster', { nodes: '2' }, ['nodes']],
  ['nodes that hold too few pods', { pods: '200', nodes: '3' }, ['nodes']],
  [
    'everything wrong at once',
    { name: 'X', pods: '0', cluster: 'x', ttl: 'x', owner: 'x' },
    ['name', 'cluster', 'pods', 'owner', 'ttl'],
  ],
])('%s', (_what, change, fields) => {
  const checked = checkCreateRequest({ ...raw, ...change }, known);
  expect(checked.ok ? [] : checked.problems.map(({ field }) => field)).toEqual(fields);
});

test('what is proposed instead of too many pods is itself accepted', () => {
  const checked = checkCreateRequest({ ...raw, zones: 'cn-beijing-h,cn-beijing-g', pods: '200' }, known);
  const [problem] = checked.ok ? [] : checked.problems;
  const pods = problem?.example.replace('--pods ', '');
  expect(checkCreateRequest({ ...raw, zones: 'cn-beijing-h,cn-beijing-g', pods }, known).ok).toBe(true);
});
