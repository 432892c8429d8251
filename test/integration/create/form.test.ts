import { afterEach, expect, test } from 'vitest';
import { people, type Scenario, startScenario, vpcId, worldSnapshot } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

async function openForm(): Promise<string> {
  await scenario.say(people.ana, 'create');
  const form = await scenario.world.slack.waitFor(
    ({ views }) => [...views.values()].find(({ userId }) => userId === people.ana),
    { timeoutMs: 5_000, what: 'the form' },
  );
  return form.id;
}

const filledIn = {
  name: 'payments',
  cluster: 'prod',
  pods: '40',
  zones: 'cn-beijing-h,cn-beijing-g',
  namespaces: 'payments',
};

test('a pool asked for in the form is made as if it had been typed', async () => {
  scenario = await startScenario();
  const viewId = await openForm();
  const delivery = await scenario.world.slack.as(people.ana).submit(viewId, filledIn);
  expect(delivery.fieldErrors).toBeUndefined();
  const pool = await scenario.pool('payments');
  await scenario.until(pool?.operationId ?? '', 'done');
  expect((await scenario.pool('payments'))?.vSwitches.map(({ zoneId }) => zoneId)).toEqual([
    'cn-beijing-h',
    'cn-beijing-g',
  ]);
  expect(scenario.world.slack.state.views.size).toBe(0);
});

test('what is wrong in the form is said at its fields, and the form stays open', async () => {
  scenario = await startScenario({ knowsClouds: true });
  const before = worldSnapshot(scenario);
  const wrong = { ...filledIn, name: 'Pay ments', zones: 'cn-beijing-x', nodes: '5..2' };
  const viewId = await openForm();
  const delivery = await scenario.world.slack.as(people.ana).submit(viewId, wrong);
  expect(delivery.fieldErrors).toEqual({
    name: expect.stringContaining('is not a pool name'),
    zones: expect.stringContaining('For instance: cn-beijing-h,cn-beijing-g'),
    nodes: expect.stringContaining('range'),
  });
  expect(scenario.world.slack.state.views.has(viewId)).toBe(true);
  expect(await scenario.traces(vpcId)).toEqual({ pools: [], operations: [], reservations: [] });
  expect(worldSnapshot(scenario)).toEqual(before);
});

test('a person who may not is told so when the form is sent', async () => {
  scenario = await startScenario();
  const { slack } = scenario.world;
  await scenario.say(people.stan, 'create');
  const view = [...slack.state.views.values()].find(({ userId }) => userId === people.stan);
  const told = view
    ? JSON.stringify((await slack.as(people.stan).submit(view.id, filledIn)).ack)
    : scenario.privateAnswers(people.stan).join();
  expect(told).toContain('not among those who may create pools');
  expect(await scenario.traces(vpcId)).toEqual({ pools: [], operations: [], reservations: [] });
  await expect.poll(async () => (await scenario.audit()).at(-1)?.what).toBe('command.refused');
});
