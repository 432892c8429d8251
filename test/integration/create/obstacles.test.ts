import { afterEach, expect, test } from 'vitest';
import { configMaps, podNetworkings } from '../../../emulators/kubernetes/resources.ts';
import { people, prodId, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';
const ofKubeSystem = (name: string) => ({ namespace: 'kube-system', name });

test('all nodes in one zone: another one is steered into the zone that stayed empty', async () => {
  scenario = await startScenario({ cloud: { allNodesInZone: 'cn-beijing-h' } });
  const id = await scenario.begin(people.ana, create);
  const { steps } = await scenario.until(id, 'done');
  expect(steps.find(({ name }) => name === 'spread-nodes')?.record.facts).toMatchObject({
    steeredZones: ['cn-beijing-g'],
  });
  const { nodePoolId } = (await scenario.pool('payments')) ?? {};
  expect(scenario.world.alicloud.state.nodePools.get(nodePoolId ?? '')?.blocks.scaling_group).toMatchObject({
    vswitch_ids: ['vsw-2zenodes-h', 'vsw-2zenodes-g'],
  });
});

test('a ConfigMap that is removed before nodes are added is written again first', async () => {
  scenario = await startScenario({ cloud: { delays: { clusterBusyMs: 60_000 } } });
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'config-map', 'done');
  scenario.prod.delete(configMaps, ofKubeSystem('eni-config-payments'));
  await scenario.until(id, 'done');
  expect(scenario.prod.get(configMaps, ofKubeSystem('eni-config-payments'))).toBeDefined();
});

test('a ConfigMap that is removed while nodes start: Terway falls back, and the create fails naming it', async () => {
  scenario = await startScenario();
  const { journal } = scenario.world.alicloud;
  const id = await scenario.begin(people.ana, create);
  await expect.poll(() => journal.some(({ name }) => name === 'cs:ModifyClusterNodePool'), { interval: 5 }).toBe(true);
  scenario.prod.delete(configMaps, ofKubeSystem('eni-config-payments'));
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'NODE_WRONG', step: 'nodes' });
  const text = await scenario.threadSays(id, 'is *failed*');
  expect(text).toContain('ConfigMap kube-system/eni-config-payments is gone: somebody deleted it');
});

test('a PodNetworking takes the canary: it is outside, and the thread says where and why', async () => {
  scenario = await startScenario({
    prepare: ({ kubernetes }) => {
      kubernetes.settings.trunk = true;
      kubernetes.cluster(prodId).put(podNetworkings, {
        apiVersion: 'network.alibabacloud.com/v1beta1',
        kind: 'PodNetworking',
        metadata: { name: 'greedy' },
        spec: {
          selector: { podSelector: { matchLabels: { 'egress-pool/canary': 'true' } } },
          vSwitchOptions: ['vsw-2zepods-h', 'vsw-2zepods-g'],
          securityGroupIDs: ['sg-2zeprod'],
        },
        status: { status: 'Ready' },
      });
    },
  });
  const id = await scenario.begin(people.ana, create);
  expect((await scenario.until(id, 'failed')).error?.code).toMatch(/CANARY_OUTSIDE|NODE_WRONG/);
  expect(await scenario.threadSays(id, 'is *failed*')).toMatch(/got 10\.1\.\d+\.\d+ on node .*outside 10\.64\.128/);
});

test('a CIDR that somebody takes between plan and create: the create fails, and a retry plans another one', async () => {
  scenario = await startScenario();
  const { alicloud } = scenario.world;
  alicloud.faults.add({ call: 'vpc:CreateVSwitch', when: 'before', answer: { kind: 'delay', wallMs: 300 } });
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'plan', 'done');
  const [seed] = alicloud.state.vSwitches.values();
  if (!seed) throw new Error('no vSwitch');
  const thief = {
    ...seed,
    vSwitchId: 'vsw-2zethief',
    cidrBlock: '10.64.128.0/25',
    usedOffsets: new Set<number>(),
    tags: {},
  };
  alicloud.state.vSwitches.set(thief.vSwitchId, thief);
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'CLOUD_CIDR_TAKEN' });
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'done');
  const cidrs = (await scenario.pool('payments'))?.vSwitches.map(({ cidrBlock }) => cidrBlock);
  expect(cidrs).toEqual(['10.64.129.0/25', '10.64.128.128/25']);
  expect(alicloud.state.vSwitches.has('vsw-2zethief')).toBe(true);
});

test('a ConfigMap with our name and without our marker is a conflict, and is not touched', async () => {
  scenario = await startScenario();
  const foreign = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: ofKubeSystem('eni-config-payments'),
    data: { eni_conf: '{}' },
  };
  scenario.prod.put(configMaps, foreign);
  const id = await scenario.begin(people.ana, create);
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'NOT_OURS', step: 'plan' });
  expect(await scenario.threadSays(id, 'is *failed*')).toContain('ConfigMap kube-system/eni-config-payments already');
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back');
  expect(scenario.prod.get(configMaps, ofKubeSystem('eni-config-payments'))?.data).toEqual({ eni_conf: '{}' });
});

test('a ConfigMap that somebody puts there after the plan waits for a person and is not touched', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'plan', 'done');
  const foreign = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: ofKubeSystem('eni-config-payments'),
    data: { eni_conf: '{}' },
  };
  scenario.prod.put(configMaps, foreign);
  expect((await scenario.until(id, 'waiting')).error).toMatchObject({ code: 'NOT_OURS', step: 'config-map' });
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back');
  expect(scenario.leftovers('payments')).toEqual([]);
  expect(scenario.prod.get(configMaps, ofKubeSystem('eni-config-payments'))?.data).toEqual({ eni_conf: '{}' });
});

test('a node pool with our name and without our marker is a conflict', async () => {
  scenario = await startScenario();
  const [existing] = scenario.world.alicloud.state.nodePools.values();
  if (!existing) throw new Error('no node pool');
  const blocks = { ...existing.blocks, nodepool_info: { name: 'egress-pool-payments' } };
  scenario.world.alicloud.state.nodePools.set('np-foreign', {
    ...existing,
    nodePoolId: 'np-foreign',
    isDefault: false,
    blocks,
  });
  const id = await scenario.begin(people.ana, create);
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'NOT_OURS' });
  expect(await scenario.threadSays(id, 'is *failed*')).toContain('np-foreign');
});

test('a throttled cloud slows the create down and fails nothing', async () => {
  // Pauses after throttling are wire time, step deadlines domain time: a high scale would set them against each other.
  scenario = await startScenario({ scale: 40 });
  const answer = { kind: 'error', status: 503, code: 'Throttling.User' } as const;
  for (const call of ['vpc:CreateVSwitch', 'vpc:DescribeVSwitchAttributes', 'cs:ModifyClusterNodePool']) {
    scenario.world.alicloud.faults.add({ call, when: 'before', answer });
  }
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');
  expect(scenario.world.alicloud.journal.some(({ code }) => code?.startsWith('Throttling'))).toBe(true);
  expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
});

test('a VPC whose quota of vSwitches is used up stops the plan with the numbers', async () => {
  scenario = await startScenario();
  const { vSwitches } = scenario.world.alicloud.state;
  const [seed] = vSwitches.values();
  for (let index = 0; vSwitches.size < 151 && seed; index += 1) {
    const vSwitchId = `vsw-filler${index}`;
    vSwitches.set(vSwitchId, { ...seed, vSwitchId, cidrBlock: `10.9.${index}.0/24`, vpcId });
  }
  const id = await scenario.begin(people.ana, create);
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'CLOUD_QUOTA', step: 'plan' });
  expect(await scenario.threadSays(id, 'is *failed*')).toMatch(
    /would make 15\d vSwitches in the VPC, and the quota is 150/,
  );
});

test('a configuration that says Terway of a Flannel cluster is refused with what the cluster shows', async () => {
  const legacy = {
    ...{ name: 'legacy', id: 'c19a4e2f60b7d4853a1c9f0e6d7b20000', region: 'cn-beijing', network: 'terway' },
    ...{ kubernetes: { context: 'legacy' }, nodePool: { instanceTypes: ['ecs.g7.xlarge'], nodes: 2 } },
  };
  scenario = await startScenario({ file: { clusters: [legacy] } });
  const id = await scenario.begin(people.ana, 'create payments --pods 40 --cluster legacy');
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'NETWORK_UNSUPPORTED', step: 'plan' });
  expect(await scenario.threadSays(id, 'is *failed*')).toContain(
    'says that legacy uses Terway, but the cluster uses Flannel (add-on flannel, DaemonSet kube-flannel-ds, pod CIDR 172.20.0.0/16)',
  );
});

test('a canary namespace that does not exist is named before anything is made', async () => {
  const canary = { image: 'registry-vpc.cn-beijing.aliyuncs.com/acme/netcheck:1', namespace: 'nowhere' };
  scenario = await startScenario({ file: { canary } });
  const id = await scenario.begin(people.ana, create);
  expect((await scenario.until(id, 'failed')).error).toMatchObject({ code: 'PLAN_INVALID', step: 'plan' });
  expect(await scenario.threadSays(id, 'is *failed*')).toContain('canary namespace "nowhere" does not exist');
});

test('a cluster that is unreachable for a while delays the create, and it goes on by itself', async () => {
  scenario = await startScenario();
  scenario.world.kubernetes.faults.add({ call: '*', when: 'before', answer: { kind: 'reset' }, times: 15, skip: 12 });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');
});
