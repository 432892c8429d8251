import { afterEach, expect, test } from 'vitest';
import { configMaps, podNetworkings } from '../../../emulators/kubernetes/resources.ts';
import { people, type Scenario, startScenario, vpcId, worldSnapshot } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

test('a dry run shows the plan, changes nothing, reserves nothing and leaves the name free', async () => {
  scenario = await startScenario();
  const before = worldSnapshot(scenario);
  const id = await scenario.begin(people.ana, `${create} --dry-run`);
  const text = await scenario.threadSays(id, 'nothing was changed and nothing is reserved');
  expect(text).toContain('10.64.128.0/25');
  expect(text).toMatch(/Plan hash `sha256:[0-9a-f]{12}`/);
  expect(worldSnapshot(scenario)).toEqual(before);
  expect(await scenario.traces(vpcId)).toEqual({ pools: [], operations: [], reservations: [] });
  await scenario.until(await scenario.begin(people.ana, create), 'done');
});

test('a dry run of a name that is taken says so', async () => {
  scenario = await startScenario();
  await scenario.begin(people.ana, create);
  expect(await scenario.say(people.ana, `${create} --dry-run`)).toContain(
    'there is a pool &quot;payments&quot; already'.replaceAll('&quot;', '"'),
  );
});

test('a range of nodes ends with auto-scaling switched on', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, `${create} --nodes 2..4`);
  await scenario.until(id, 'done');
  const { nodePoolId } = (await scenario.pool('payments')) ?? {};
  const nodePool = scenario.world.alicloud.state.nodePools.get(nodePoolId ?? '');
  expect(nodePool?.blocks.auto_scaling).toMatchObject({ enable: true, min_instances: 2, max_instances: 4 });
});

test('a cluster whose Terway keeps addresses in custom resources gets a proven pool too', async () => {
  scenario = await startScenario({
    prepare: (world) => {
      const cluster = world.kubernetes.cluster('c82e6987e2961451182edacd74faf0000');
      const eniConfig = cluster.get(configMaps, { namespace: 'kube-system', name: 'eni-config' });
      if (!eniConfig) throw new Error('no eni-config');
      const eniConf = { ...JSON.parse(eniConfig.data?.eni_conf ?? '{}'), ipam_type: 'crd' };
      cluster.put(configMaps, { ...eniConfig, data: { ...eniConfig.data, eni_conf: JSON.stringify(eniConf) } });
    },
  });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');
  expect((await scenario.planOf(id))?.plugin).toMatchObject({ network: 'terway', ipamType: 'crd' });
});

test('many nodes for few pods keep fewer idle addresses, and the ConfigMap says so', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(
    people.ana,
    'create payments --pods 8 --cluster prod --zones cn-beijing-h,cn-beijing-g --nodes 4',
  );
  await scenario.until(id, 'done');
  const configMap = scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' });
  expect(JSON.parse(configMap?.data?.eni_conf ?? '{}')).toMatchObject({ max_pool_size: 1 });
});

test('a PodNetworking that would win over the pool is warned of in the plan', async () => {
  scenario = await startScenario();
  scenario.prod.put(podNetworkings, {
    apiVersion: 'network.alibabacloud.com/v1beta1',
    kind: 'PodNetworking',
    metadata: { name: 'shared' },
    spec: { selector: { podSelector: { matchLabels: { app: 'api' } } }, vSwitchOptions: ['vsw-2zepods-h'] },
  });
  const id = await scenario.begin(people.ana, `${create} --dry-run`);
  expect(await scenario.threadSays(id, 'dry run')).toContain(
    'PodNetworking shared gives the pods it selects addresses',
  );
});
