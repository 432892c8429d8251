import { expect, test } from 'vitest';
import type { CreatePlan } from '../../../../src/domain/create-plan.ts';
import type { CreateRequest } from '../../../../src/domain/create-request.ts';
import { newPoolHash } from '../../../../src/domain/new-pool.ts';
import { demandApproved } from '../../../../src/workflows/create-pool/demand-approved.ts';

const asked: CreateRequest = {
  ...{ name: 'payments', clusterName: 'prod', expectedPods: 40, zones: undefined, nodes: undefined },
  ...{ instanceTypes: undefined, namespaces: ['a', 'b'], ownerGroup: 'S0PAY', ttlMs: undefined, dryRun: false },
};
const zone = { zoneId: 'h', cidrBlock: '10.0.0.0/26', usableAddresses: 60, expectedPods: 20, nodeVSwitchId: 'vsw-1' };
const plan: CreatePlan = {
  ...{ schemaVersion: 1, kind: 'create-pool', installation: 'acme', poolId: 'pool-1', poolName: 'payments' },
  ...{ clusterName: 'prod', clusterId: 'c1', regionId: 'cn-beijing', vpcId: 'vpc-1', securityGroupId: 'sg-1' },
  plugin: { network: 'terway', version: '1.2', ipamType: 'default', daemonSetName: 'terway-eniip' },
  ...{ zones: [zone], nodes: { min: 2, max: 2 }, instanceTypes: ['ecs.g7.xlarge'], systemDiskGib: 120 },
  ...{ podsPerNode: 45, maxPoolSize: undefined, expectedPods: 40, podsThatFit: 50 },
  ...{ configMapName: 'eni-config-payments', nodePoolName: 'egress-pool-payments' },
  ...{ canary: { image: 'netcheck', namespace: 'egress-pool' }, warnings: [] },
};

const operation = (hash: string) => ({
  input: { ...asked, requestId: 'req-1', approved: { hash, zones: plan.zones } },
});

test.each<[string, Partial<CreatePlan>]>([
  ['other zones', { zones: [{ ...zone, zoneId: 'g' }] }],
  ['larger blocks', { zones: [{ ...zone, cidrBlock: '10.0.0.0/24' }] }],
  ['more nodes', { nodes: { min: 2, max: 20 } }],
  ['another type', { instanceTypes: ['ecs.g7.8xlarge'] }],
  ['another network', { plugin: { network: 'flannel', version: '1.2' } }],
  ['another cluster', { clusterId: 'c2' }],
])('%s than were approved are not made', (_, changes) => {
  const approved = operation(newPoolHash(asked, plan));

  expect(() => demandApproved(approved, plan)).not.toThrow();
  expect(() => demandApproved(approved, { ...plan, ...changes })).toThrow('not what was approved');
});

test('other free blocks of the same size, warnings and the order of namespaces are no other pool', () => {
  const moved = { ...plan, zones: [{ ...zone, cidrBlock: '10.0.1.0/26' }], warnings: [] };

  expect(newPoolHash({ ...asked, namespaces: ['b', 'a'] }, moved)).toBe(newPoolHash(asked, plan));
  expect(newPoolHash({ ...asked, namespaces: ['a', 'b', 'c'] }, plan)).not.toBe(newPoolHash(asked, plan));
  expect(newPoolHash({ ...asked, ownerGroup: 'S0OTHER' }, plan)).not.toBe(newPoolHash(asked, plan));
});
