import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../emulators/slack/state.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { approvalsChannel, cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const david = 'U02DAVID';
const timeoutMs = 20_000;

let scenario: Scenario;
let cards: ReturnType<typeof cardsOf>;
beforeEach(async () => {
  scenario = await startScenario({ file: { approvals }, knowsClouds: true });
  cards = cardsOf(scenario);
});
afterEach(() => scenario.close());

const ask = () => cards.ask(`allow payments ${instanceId} --for 7d --reason "nightly <!channel> report"`);
const messages = (channelId: string, id: string): Message[] =>
  scenario.world.slack.state.messages.filter(
    (one) => one.isFromBot && one.channelId === channelId && JSON.stringify(one.blocks).includes(id),
  );
describe('access that is asked for in Slack', () => {
  it('is decided on one card by two people and applied, and a wrong clicker is told privately', async () => {
    await readyPool(scenario);
    const { id, answer } = await ask();
    expect(answer).toContain('<!subteam^S0DBA0001>');
    const card = await cards.card(id, 'please decide');
    expect(card.text).not.toContain('<!channel>');

    await cards.click(people.stan, card, 'request_approve');
    await cards.told(people.stan, 'in none of these groups');
    await cards.click(people.ana, card, 'request_approve');
    await cards.told(people.ana, 'You asked for this');
    await cards.click(david, card, 'request_approve');
    await cards.card(id, '(done)');
    expect(
      scenario.world.alicloud.databases
        .get(instanceId)
        .groups.map(({ name }) => name)
        .join(),
    ).not.toContain('ep_');
    await cards.click(people.sara, card, 'request_approve');
    await cards.card(id, '*applied* by');

    const access = accessOn(scenario);
    const grant = await access.grant(id.replace(/^req-/, 'grant-'));
    expect(scenario.world.alicloud.databases.entries(instanceId, grant.groupName)).toHaveLength(2);
    const [shown, ...more] = messages(approvalsChannel, id);
    expect(more).toEqual([]);
    expect(JSON.stringify(shown?.blocks)).not.toContain('request_approve');
    const announced = async () => (await cards.announcement(id)).text;
    await expect.poll(announced, { timeout: timeoutMs }).toContain('*applied*');
    const { operationId = '' } = await access.request(id);
    const connection = new RegExp(`10\\.64\\.\\d+\\.\\d+ -&gt; ${instanceId}\\S+:3306 open in 4 ms`);
    await scenario.threadSays(operationId, connection);
  });

  it('is denied with a reason that the card shows, and an old card decides nothing', async () => {
    await readyPool(scenario);
    const { id } = await ask();
    const card = await cards.card(id, 'please decide');
    const { slack } = scenario.world;
    await cards.click(people.sara, card, 'request_deny');
    const form = await cards.form(people.sara);
    expect((await slack.as(people.sara).submit(form.id, { reason: ' ' })).fieldErrors?.reason).toContain('why');
    await slack.as(people.sara).submit(form.id, { reason: 'use the replica' });
    await cards.card(id, `*denied* by <@${people.sara}>`);

    expect(messages(approvalsChannel, id).at(0)?.text).toContain('use the replica');
    await cards.direct(people.ana, '*denied*');
    expect(
      scenario.world.alicloud.databases
        .get(instanceId)
        .groups.map(({ name }) => name)
        .join(),
    ).not.toContain('ep_');
  });

  it('is asked for by the form, which says who will be asked, and is withdrawn by the requester alone', async () => {
    await readyPool(scenario);
    const { slack } = scenario.world;
    await scenario.say(people.ana, 'allow');
    const form = await cards.form(people.ana);
    const choose = (actionId: string, value: string) =>
      slack.as(people.ana).click({ viewId: form.id, actionId, value });
    await choose('allow_pool', 'payments');
    await choose('allow_instance', instanceId);
    await slack.waitFor(
      ({ views }) => JSON.stringify(views.get(form.id)).includes('1 of <!subteam^S0SEC0001>') || undefined,
      { timeoutMs, what: 'who will be asked, in the form' },
    );
    const filledIn = { pool: 'payments', instance: instanceId, for: '7d' };
    const wrong = await slack.as(people.ana).submit(form.id, { ...filledIn, for: '900d', reason: 'report' });
    expect(wrong.fieldErrors?.for).toBeDefined();
    const sent = await slack.as(people.ana).submit(form.id, { ...filledIn, reason: 'report' });
    const id = /req-[a-z0-9]{12}/.exec(JSON.stringify(sent.ack))?.[0] ?? '';
    expect(JSON.stringify(sent.ack)).toContain('<!subteam^S0SEC0001>');
    const card = await cards.card(id, 'please decide');
    await slack.as(david).openHome();
    await slack.waitFor(({ homes }) => JSON.stringify(homes.get(david) ?? '').includes(id) || undefined, {
      timeoutMs,
      what: 'the request in a home tab',
    });
    const root = await cards.announcement(id);

    await cards.click(people.stan, root, 'request_withdraw');
    await cards.told(people.stan, ':no_entry:');
    await cards.click(people.ana, root, 'request_withdraw');
    await cards.card(id, '*withdrawn*');
    await cards.click(david, card, 'request_approve').catch(() => undefined);
    expect((await scenario.store.read(id))?.state).toBe('withdrawn');
    expect(await scenario.say(people.ana, 'grants payments')).toContain('No database is open');
  });

  it('is closed by revoke, and the announcement says that connections may survive', async () => {
    const pool = await readyPool(scenario);
    const access = accessOn(scenario);
    const { id } = await ask();
    const card = await cards.card(id, 'please decide');
    await cards.click(david, card, 'request_approve');
    await cards.click(people.sara, card, 'request_approve');
    await cards.card(id, '*applied* by');
    expect(await scenario.say(people.ana, 'grants')).toContain('*active*');

    expect(await scenario.say(people.stan, `revoke payments ${instanceId}`)).toContain('not among those');
    expect(await scenario.say(people.ana, `revoke ${pool.name} ${instanceId}`)).toContain('is being closed');
    const grant = await access.grant(id.replace(/^req-/, 'grant-'));
    await cards.card(id, '*ended*');
    expect(scenario.world.alicloud.databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
    const announced = async () => (await cards.announcement(id)).text;
    await expect.poll(announced, { timeout: timeoutMs }).toContain('may survive');
  });

  it('may be revoked by those whom a rule asks, and their help says so', async () => {
    await readyPool(scenario);
    const shown = await scenario.say(david, 'help');
    expect(shown).toContain('/egress-pool revoke');
    expect(shown).not.toContain('/egress-pool allow');
    expect(await scenario.say(people.stan, 'help')).not.toContain('/egress-pool revoke');
  });

  it('is not opened by forged values, and freezing is for operators', async () => {
    await readyPool(scenario);
    const { id } = await ask();
    const card = await cards.card(id, 'please decide');
    expect(await scenario.say(people.ana, 'freeze now')).toContain('not among those');
    expect(await scenario.say(people.olga, 'freeze "incident 42"')).toContain('Frozen');
    expect(await scenario.say(people.olga, 'unfreeze')).toContain('Not frozen');
    await cards.click(people.eve, card, 'request_approve').catch(() => undefined);
    await cards.click(people.olga, card, 'request_approve');
    await cards.told(people.olga, 'in none of these groups');
    expect((await scenario.store.read(id))?.state).toBe('pending');
  });
});
