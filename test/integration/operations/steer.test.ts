import { afterEach, expect, test } from 'vitest';
import { configMaps, pods } from '../../../emulators/kubernetes/resources.ts';
import { people, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';
const nothing = { pools: [], operations: [], reservations: [] };

test.each(['vswitch-cn-beijing-h', 'config-map', 'add-nodes', 'canary-cn-beijing-h'])(
  'cancelled while %s runs, it stops before the next step, leaves no canary, and Retry finishes the pool',
  async (step) => {
    scenario = await startScenario({ scale: 150 });
    const id = await scenario.begin(people.ana, create);
    await scenario.untilStep(id, step, 'running');
    expect(await scenario.say(people.ana, `cancel ${id}`)).toContain('it stops before its next step');
    const { steps } = await scenario.until(id, 'cancelled');
    expect(steps.some(({ record }) => record.status === 'pending' || record.status === 'running')).toBe(true);
    expect(await scenario.threadSays(id, 'is *cancelled*')).toContain(`<@${people.ana}> cancelled it`);
    await expect.poll(() => scenario.prod.list(pods, 'egress-pool')).toEqual([]);
    const changes = scenario.world.alicloud.journal.filter(({ changed }) => changed).length;
    await scenario.click(people.ana, id, 'retry');
    await scenario.until(id, 'done');
    expect(scenario.world.alicloud.journal.filter(({ changed }) => changed).length).toBeGreaterThanOrEqual(changes);
    expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
    expect((await scenario.pool('payments'))?.state).toBe('ready');
  },
);

test.each(['plan', 'vswitch-cn-beijing-g', 'node-pool', 'add-nodes', 'nodes', 'canary-cn-beijing-h'])(
  'cancelled while %s runs and rolled back, nothing of ours is left and the name is free',
  async (step) => {
    scenario = await startScenario({ scale: 150 });
    const id = await scenario.begin(people.ana, create);
    await scenario.untilStep(id, step, 'running');
    await scenario.say(people.ana, `cancel ${id}`);
    await scenario.until(id, 'cancelled');
    await scenario.click(people.ana, id, 'rollback');
    await scenario.until(id, 'rolled-back');
    expect(scenario.leftovers('payments')).toEqual([]);
    expect(await scenario.traces(vpcId)).toEqual(nothing);
    expect(await scenario.threadSays(id, 'is *rolled back*')).toContain('The name and the addresses are free');
    expect(await scenario.say(people.ana, `${create} --dry-run`)).toContain('op-');
  },
);

test('a vSwitch whose CIDR stands in a whitelist is kept, and the thread names instance and group', async () => {
  scenario = await startScenario({ scale: 150 });
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'add-nodes', 'running');
  await scenario.say(people.ana, `cancel ${id}`);
  await scenario.until(id, 'cancelled');
  const instance = scenario.world.alicloud.state.dbInstances.get('rm-2zeorders');
  instance?.groups.push({ name: 'byhand', attribute: '', networkType: 'MIX', entries: ['10.64.128.128/25'] });
  await scenario.click(people.ana, id, 'rollback');
  expect((await scenario.until(id, 'waiting')).error?.code).toBe('WHITELIST_HOLDS_CIDR');
  expect(await scenario.threadSays(id, 'rm-2zeorders')).toContain(
    '10.64.128.128/25 still stands in rm-2zeorders (group byhand)',
  );
  expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
  instance?.groups.pop();
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'rolled-back');
  expect(scenario.leftovers('payments')).toEqual([]);
});

test('the ConfigMap outlives every node that carries its label', async () => {
  scenario = await startScenario({ scale: 150 });
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'canary-cn-beijing-h', 'running');
  await scenario.say(people.ana, `cancel ${id}`);
  await scenario.until(id, 'cancelled');
  await scenario.click(people.ana, id, 'rollback');
  const violations: string[] = [];
  const configMap = () => scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' });
  await expect
    .poll(
      async () => {
        const nodes = scenario.leftovers('payments').filter((one) => one.startsWith('node cn-'));
        if (!configMap() && nodes.length > 0) violations.push(...nodes);
        return (await scenario.operation(id)).state;
      },
      { interval: 3, timeout: 20_000 },
    )
    .toBe('rolled-back');
  expect(violations).toEqual([]);
});

test('a ready pool cannot be rolled back, retried or cancelled', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');
  for (const verb of ['rollback', 'retry', 'cancel']) {
    expect(await scenario.say(people.ana, `${verb} ${id}`)).toContain('is done;');
  }
  expect((await scenario.pool('payments'))?.state).toBe('ready');
});
