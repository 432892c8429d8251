import { afterEach, expect, test } from 'vitest';
import { type RedisGate, startRedisGate } from '../../support/frozen-redis.ts';
import { freshRedisUrl } from '../../support/redis.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
let gate: RedisGate | undefined;
afterEach(async () => {
  await scenario.close();
  await gate?.close();
  gate = undefined;
});

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

test('while Redis is frozen, a create is acknowledged within three seconds and says that it is not known', async () => {
  gate = await startRedisGate(await freshRedisUrl());
  scenario = await startScenario({ redisUrl: gate.url });
  gate.freeze();
  const startedMs = performance.now();
  const answer = await scenario.say(people.ana, create);
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(answer).toContain('not known whether your request was taken');
  expect(answer).toMatch(/`\/egress-pool status op-[a-z0-9]{12}`/);
  expect(await scenario.say(people.ana, 'list')).toContain('did not answer in time');
  gate.thaw();
  const [id = ''] = /op-[a-z0-9]{12}/.exec(answer) ?? [];
  const status = async () => scenario.say(people.ana, `status ${id}`);
  await expect.poll(status, { timeout: 10_000 }).not.toContain('did not answer in time');
});

test('stopping in the middle of a create ends in time, and another instance finishes it', async () => {
  scenario = await startScenario({ scale: 60 });
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'vswitch-cn-beijing-g', 'running');
  expect(await scenario.stopService()).toBeLessThan(25_000);
  expect((await scenario.operation(id)).state).toBe('running');
  await scenario.startService();
  await scenario.until(id, 'done');
  expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
  const progress = scenario.world.slack.state.messages.filter(
    ({ threadTs, text }) => threadTs && text.includes('payments'),
  );
  expect(progress).toHaveLength(1);
});
