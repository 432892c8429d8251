import { afterEach, expect, test } from 'vitest';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

test('list, show, use and status answer from the store in well under a second while the clouds hang', async () => {
  scenario = await startScenario();
  await scenario.until(await scenario.begin(people.ana, create), 'done');
  scenario.world.alicloud.faults.add({ call: '*', when: 'before', answer: { kind: 'hang' }, times: 10_000 });
  scenario.world.kubernetes.faults.add({ call: '*', when: 'before', answer: { kind: 'hang' }, times: 10_000 });
  const id = await scenario.begin(people.ana, 'create billing --pods 40 --cluster prod');
  const expected = {
    list: ['payments', 'billing', 'ready'],
    'show payments': ['10.64.128.0/25', 'cn-beijing-g', 'ready'],
    'use payments': ['terway-config: eni-config-payments', 'key: egress-pool'],
    status: [id, 'billing'],
    [`status ${id}`]: [id, 'billing'],
    help: ['/egress-pool status'],
  };
  for (const [command, words] of Object.entries(expected)) {
    const startedMs = performance.now();
    const answer = await scenario.say(people.stan, command);
    expect(performance.now() - startedMs, command).toBeLessThan(500);
    for (const part of words) expect(answer, command).toContain(part);
  }
  scenario.world.alicloud.faults.clear();
  scenario.world.kubernetes.faults.clear();
});

test('a pool that does not exist is answered with the nearest one', async () => {
  scenario = await startScenario();
  await scenario.begin(people.ana, create);
  for (const command of ['show paymants', 'use paymants', 'verify paymants']) {
    expect(await scenario.say(people.ana, command)).toContain('Try `payments`');
  }
});

test('a pool that is not ready yet can be shown and not used or verified', async () => {
  scenario = await startScenario();
  scenario.world.alicloud.faults.add({ call: 'vpc:CreateVSwitch', when: 'before', answer: { kind: 'hang' }, times: 9 });
  await scenario.begin(people.ana, create);
  expect(await scenario.say(people.ana, 'show payments')).toContain('creating');
  expect(await scenario.say(people.ana, 'verify payments')).toContain('only a ready pool can be verified');
  expect(await scenario.say(people.ana, 'use payments')).toMatch(/not ready|creating/);
  scenario.world.alicloud.faults.clear();
});
