import { afterEach, expect, test } from 'vitest';
import type { Message } from '../../../emulators/slack/state.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';
import { smallPool } from './capacity-scene.ts';

const capacityChannel = 'C0CAPACITY';
const file = { capacity: { every: '60s', sustain: '2m' } };
const soon = { timeout: 30_000, interval: 20 };

let scenario: Scenario;
afterEach(() => scenario.close());

const messages = (): Message[] =>
  scenario.world.slack.state.messages.filter(({ channelId }) => channelId === capacityChannel);
const roots = () => messages().filter(({ threadTs }) => threadTs === undefined);
const thread = () => messages().filter(({ threadTs }) => threadTs !== undefined);
const untilRootSays = (words: string | RegExp) =>
  expect.poll(() => roots().at(-1)?.text, soon).toMatch(words instanceof RegExp ? words : new RegExp(words));
const blocksOf = (message: Message | undefined) => JSON.stringify(message?.blocks);

/** Uses a button or the menu under the last alert. */
async function press(userId: string, actionId: string, value?: string): Promise<void> {
  const { channelId = '', ts = '' } = roots().at(-1) ?? {};
  const chosen = value === undefined ? {} : { value };
  await scenario.world.slack.as(userId).click({ channelId, messageTs: ts, actionId, ...chosen });
}

test('an alert is one message with a chart that is edited, calls once when it gets worse, and ends with how long it took', async () => {
  scenario = await startScenario({ file });
  const { run, untilAlert, untilUsed } = await smallPool(scenario);

  run(8);
  await untilRootSays(/payments` is getting full.*\n.*(No more pods fit|About \d+ more pods? fits?)/);
  await expect.poll(() => blocksOf(roots()[0]), soon).toContain('"slack_file"');
  const first = roots()[0];
  expect(blocksOf(first)).toContain('Pods with an address in pool payments');
  const [picture] = [...scenario.world.slack.state.files.values()];
  expect(picture?.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(picture?.bytes.length).toBeGreaterThan(5_000);
  await expect
    .poll(
      () =>
        thread()
          .map(({ text }) => text)
          .join('\n'),
      soon,
    )
    .toContain('cn-beijing-h');
  run(20);
  await untilAlert({ state: 'open', level: 'exhausted' });
  await untilRootSays('is full: new pods do not start');
  await expect.poll(() => thread().filter(({ text }) => text.includes('it got worse')).length, soon).toBe(1);
  run(1);
  await untilUsed(3);
  await untilAlert({ state: 'resolved' });
  await untilRootSays(/has room again\* after \d+ .*At worst: exhausted/);

  expect(roots()).toHaveLength(1);
  expect(roots()[0]?.ts).toBe(first?.ts);
  expect(blocksOf(roots()[0])).not.toContain('alert_resize');
});

test('only the owner and operators may snooze, which keeps the thread silent until it is over', async () => {
  scenario = await startScenario({ file });
  const { pool, run, alert, untilAlert } = await smallPool(scenario);
  run(8);
  await untilAlert({ state: 'open', level: 'warn' });
  await untilRootSays('is getting full');
  const cards = cardsOf(scenario);
  const choice = (what: string) => `alert-${pool.id}.${what}`;

  await press(people.stan, 'alert_snooze', choice('1d'));
  await cards.told(people.stan, ':no_entry:');
  expect((await alert())?.snooze).toBeUndefined();
  await press(people.ana, 'alert_snooze', choice('1d'));
  await cards.told(people.ana, ', or new pods do not start');
  expect((await alert())?.snooze).toMatchObject({ by: people.ana, level: 'warn' });
  await untilRootSays(`Snoozed by <@${people.ana}> until`);
  run(9);
  await untilAlert({ state: 'open', level: 'critical' });
  await untilRootSays('is nearly full');
  expect(thread().filter(({ text }) => text.includes('it got worse'))).toEqual([]);
  await press(people.olga, 'alert_snooze', choice('1h'));
  await cards.told(people.olga, 'call nobody until');

  await expect.poll(() => thread().filter(({ text }) => text.includes('the snooze is over')).length, soon).toBe(1);
  const snoozes = (await scenario.audit()).filter(({ what }) => what === 'capacity.alert-snoozed');
  expect(snoozes.map(({ actor }) => actor.split('/').at(-1))).toEqual([people.ana, people.olga]);
});

test('from an alert the pods are shown, and its owner has a larger pool planned', async () => {
  scenario = await startScenario({ file });
  const { pool, run, untilAlert } = await smallPool(scenario);
  run(20);
  await untilAlert({ state: 'open', level: 'exhausted' });
  await untilRootSays('is full');

  const cards = cardsOf(scenario);
  await press(people.stan, 'alert_pods');
  const listed = JSON.stringify((await cards.form(people.stan)).content);
  expect(listed).toMatch(/payments\/payments`.*Deployment.*20 pods.*without an address/);
  await press(people.olga, 'alert_snooze', `alert-${pool.id}.1d`);
  // What would end it is there already.
  expect((await cards.told(people.olga, 'call nobody until')).text).not.toContain('new pods do not start');
  await press(people.stan, 'alert_resize');
  await cards.told(people.stan, ':no_entry:');
  await press(people.ana, 'alert_resize');
  const form = await cards.form(people.ana);
  expect(JSON.stringify(form.content)).toContain('"initial_value":"20"');

  await scenario.world.slack.as(people.ana).submit(form.id, { pods: '20', way: 'plan' });

  const plan = await cards.shown(capacityChannel, '20 pods instead of 4');
  expect(plan.text).toContain('another vSwitch');
});
