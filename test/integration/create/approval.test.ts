import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessRequestOf } from '../../../src/store/access-records.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario, vpcId, worldSnapshot } from '../../support/scenario.ts';
import { breakages, turn } from './breakage.ts';

const david = 'U02DAVID';
const zones = '--cluster prod --zones cn-beijing-h,cn-beijing-g --namespaces payments';
const create = `create payments --pods 40 ${zones}`;
const approvals = {
  create: { require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }] },
  fallback: { require: [{ group: 'S0PLATFORM' }] },
};

let scenario: Scenario;
let cards: ReturnType<typeof cardsOf>;
beforeAll(async () => {
  scenario = await startScenario({ file: { approvals } });
  cards = cardsOf(scenario);
}, 60_000);
afterAll(() => scenario.close());

async function requested(id: string) {
  const record = await scenario.store.read(id);
  if (!record) throw new Error('no request');
  return accessRequestOf(record);
}

test('a pool is made once those have agreed who decide, as their card says, and nothing is there before', async () => {
  const before = worldSnapshot(scenario);
  expect(await scenario.say(people.ana, create)).toContain('say why it is needed');
  const { id, answer } = await cards.ask(`${create} --reason "fixed <!channel> addresses"`);
  expect(answer).toContain('1 of <!subteam^S0DBA0001> and 1 of <!subteam^S0SEC0001>');

  const card = await cards.card(id, 'please decide');
  expect(card.text).toContain('*New pool* `payments` in cluster `prod`');
  expect(card.text).toContain('2 vSwitches');
  expect(card.text).not.toContain('<!channel>');
  expect(await scenario.say(people.olga, `${create} --reason "mine"`)).toContain('taken or asked for already');
  await cards.click(people.ana, card, 'request_approve');
  await cards.told(people.ana, 'You asked for this');
  await cards.click(david, card, 'request_approve');
  await cards.card(id, '(done)');
  expect(await scenario.traces(vpcId)).toEqual({ pools: [], operations: [], reservations: [] });
  expect(worldSnapshot(scenario)).toEqual(before);
  const shown = (await requested(id)).newPool?.planned?.plan.zones.map(({ cidrBlock }) => cidrBlock);

  await cards.click(people.sara, card, 'request_approve');

  await cards.card(id, '*made*');
  const pool = await scenario.pool('payments');
  expect(pool).toMatchObject({ state: 'ready', requestedBy: { userId: people.ana }, namespaces: ['payments'] });
  expect(pool?.vSwitches.map(({ cidrBlock }) => cidrBlock)).toEqual(shown);
  expect(await scenario.say(people.ana, 'grants')).not.toContain(id);
});

test('a pool that is refused or withdrawn leaves its name to the next who asks', async () => {
  const asked = `create orders --pods 40 ${zones} --reason "why"`;
  const denied = await cards.ask(asked);
  const card = await cards.card(denied.id, 'please decide');
  await cards.click(people.sara, card, 'request_deny');
  const form = await cards.form(people.sara);
  await scenario.world.slack.as(people.sara).submit(form.id, { reason: 'use the shared pool' });
  await cards.card(denied.id, 'use the shared pool');

  const withdrawn = await cards.ask(asked);
  await cards.click(people.ana, await cards.announcement(withdrawn.id), 'request_withdraw', withdrawn.id);
  await expect.poll(async () => (await requested(withdrawn.id)).state).toBe('withdrawn');
  const last = await cards.ask(asked);

  await cards.card(last.id, 'please decide');
  expect(await scenario.store.read('name-orders')).toMatchObject({
    fields: { pool: last.id.replace(/^req-/, 'pool-') },
  });
});

test('what could not be made is asked of nobody, and what is not as approved any more is not made', async () => {
  turn(scenario.world, breakages['a Kubernetes identity without a right']?.broken ?? {});
  const impossible = await cards.ask(`create billing --pods 40 ${zones} --reason "why"`);
  await cards.direct(people.ana, /billing.*denied/);
  expect((await requested(impossible.id)).round).toBe(0);
  turn(scenario.world, { kubernetes: { denied: [] } });

  const { id } = await cards.ask(`create billing --pods 40 ${zones} --reason "why"`);
  const card = await cards.card(id, 'please decide');
  await cards.click(david, card, 'request_approve');
  await cards.card(id, '(done)');
  const { nodeVSwitchId = '' } = (await requested(id)).newPool?.planned?.plan.zones[1] ?? {};
  scenario.world.alicloud.state.vSwitches.delete(nodeVSwitchId);
  await cards.click(people.sara, card, 'request_approve');

  await cards.card(id, 'but *not made*');
  expect(scenario.leftovers('billing')).toEqual([]);
});
