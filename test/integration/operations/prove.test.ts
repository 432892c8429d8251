import { afterEach, expect, test } from 'vitest';
import { deployments, pods } from '../../../emulators/kubernetes/resources.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

async function readyPool(): Promise<void> {
  scenario = await startScenario();
  const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g --namespaces payments';
  await scenario.until(await scenario.begin(people.ana, create), 'done');
}

async function deploy(spec: object): Promise<void> {
  const labels = { app: 'api' };
  scenario.prod.put(deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'payments' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'api', image: 'acme/api:1' }], ...spec } },
    },
  });
  const running = () => scenario.prod.list(pods, 'payments').filter(({ status }) => status?.podIP).length;
  await expect.poll(running, { timeout: 10_000 }).toBe(2);
}

test('a workload with the patch of "use" is proven to have addresses of the pool', async () => {
  await readyPool();
  await deploy(workloadPatch({ name: 'payments', configMapName: 'eni-config-payments' }));
  const id = await scenario.begin(people.ana, 'use payments payments/api');
  await scenario.until(id, 'done');
  expect(await scenario.threadSays(id, 'is *done*')).toMatch(/10\.64\.128\.\d+/);
});

test('a workload without the patch is outside, and its pods are named', async () => {
  await readyPool();
  await deploy({});
  const id = await scenario.begin(people.ana, 'use payments payments/api');
  expect((await scenario.until(id, 'failed')).error?.code).toBe('CANARY_OUTSIDE');
  expect(await scenario.threadSays(id, 'is *failed*')).toMatch(
    /2 pods have addresses outside payments: api-\S+ 10\.1\./,
  );
});

test('a workload that does not exist is named', async () => {
  await readyPool();
  const id = await scenario.begin(people.ana, 'use payments payments/nothing');
  await scenario.until(id, 'failed');
  expect(await scenario.threadSays(id, 'is *failed*')).toContain(
    'no Deployment, StatefulSet or DaemonSet payments/nothing',
  );
});

test('verify proves every zone of a ready pool again and leaves no canary', async () => {
  await readyPool();
  const id = await scenario.begin(people.ana, 'verify payments');
  const { steps } = await scenario.until(id, 'done');
  expect(steps.map(({ name }) => name)).toEqual(['pool', 'nodes', 'canary-cn-beijing-h', 'canary-cn-beijing-g']);
  await expect.poll(() => scenario.prod.list(pods, 'egress-pool')).toEqual([]);
  expect((await scenario.pool('payments'))?.state).toBe('ready');
});

test('verify finds a network interface that is not in the pool, and the pool stays as it is', async () => {
  await readyPool();
  const { networkInterfaces } = scenario.world.alicloud.state;
  const [zone] = (await scenario.pool('payments'))?.vSwitches ?? [];
  const ours = [...networkInterfaces.values()].find(({ vSwitchId }) => vSwitchId === zone?.vSwitchId);
  if (!ours) throw new Error('the pool has no interface');
  ours.vSwitchId = 'vsw-2zepods-h';
  const id = await scenario.begin(people.ana, 'verify payments');
  expect((await scenario.until(id, 'failed')).error?.code).toBe('NODE_WRONG');
  expect(await scenario.threadSays(id, 'is *failed*')).toContain(
    `network interface ${ours.networkInterfaceId} in vsw-2zepods-h`,
  );
});
