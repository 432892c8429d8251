import { afterEach, expect, test } from 'vitest';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';
import { smallPool } from './capacity-scene.ts';

const soon = { timeout: 30_000, interval: 20 };
let scenario: Scenario;
afterEach(() => scenario.close());

test('the command shows all pools and, for one, its zones with a chart; before a measurement it says so', async () => {
  scenario = await startScenario({ file: { capacity: { every: '60s', sustain: '2m' } } });
  expect(await scenario.say(people.ana, 'capacity')).toContain('no pools yet');
  const { run, untilAlert } = await smallPool(scenario);
  run(8);
  await untilAlert({ state: 'open', level: 'warn' });

  expect(await scenario.say(people.ana, 'capacity')).toMatch(/:warning: `payments` `████████░░` 83 %: .* more pods?/);
  const told = await scenario.say(people.stan, 'capacity payments');
  expect(told).toMatch(/12 addresses: 10 with pods, \d kept warm by 2 nodes/);
  expect(told).toContain('An alert is open since');
  await cardsOf(scenario).told(people.stan, 'Pods with an address in pool payments');
  const shown = () =>
    scenario.world.slack.state.ephemerals.some(({ blocks }) => JSON.stringify(blocks).includes('slack_file'));
  await expect.poll(shown, soon).toBe(true);
  expect(await scenario.say(people.stan, 'capacity nowhere')).toContain('there is no pool');

  await scenario.world.slack.as(people.ana).openHome();
  const home = () => JSON.stringify(scenario.world.slack.state.homes.get(people.ana)?.content);
  await expect.poll(home, soon).toMatch(/Pools that run out of room.*`payments` `█+░*`/);
});

test('a pool that was never measured is shown without numbers, and without a chart', async () => {
  scenario = await startScenario();
  await smallPool(scenario);

  expect(await scenario.say(people.ana, 'capacity')).toContain('was not measured yet');
  const told = await scenario.say(people.ana, 'capacity payments');

  expect(told).toContain('was not measured yet');
  expect(told).not.toContain('The chart follows');
});
