import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../emulators/slack/state.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const approvalsChannel = 'C0APPROVE1';
const david = 'U02DAVID';
const timeoutMs = 20_000;

let scenario: Scenario;
beforeEach(async () => {
  scenario = await startScenario({ file: { approvals }, knowsClouds: true });
});
afterEach(() => scenario.close());

const ask = async (text = `allow payments ${instanceId} --for 7d --reason "nightly <!channel> report"`) => {
  const answer = await scenario.say(people.ana, text);
  const id = /req-[a-z0-9]{12}/.exec(answer)?.[0];
  if (id === undefined) throw new Error(`nothing was asked for: ${answer}`);
  return { id, answer };
};
const messages = (channelId: string, id: string): Message[] =>
  scenario.world.slack.state.messages.filter(
    (one) => one.isFromBot && one.channelId === channelId && JSON.stringify(one.blocks).includes(id),
  );
const cardSays = (id: string, words: string) =>
  scenario.world.slack.waitForMessage(
    (one) => one.channelId === approvalsChannel && JSON.stringify(one.blocks).includes(id) && one.text.includes(words),
    { timeoutMs },
  );
const click = async (who: string, card: Message, actionId: string) =>
  scenario.world.slack.as(who).click({ channelId: card.channelId, messageTs: card.ts, actionId });
const told = (who: string, words: string) =>
  scenario.world.slack.waitForEphemeral(({ userId, text }) => userId === who && text.includes(words), { timeoutMs });

describe('access that is asked for in Slack', () => {
  it('is decided on one card by two people and applied, and a wrong clicker is told privately', async () => {
    await readyPool(scenario);
    const { id, answer } = await ask();
    expect(answer).toContain('<!subteam^S0DBA0001>');
    const card = await cardSays(id, 'please decide');
    expect(card.text).not.toContain('<!channel>');

    await click(people.stan, card, 'request_approve');
    await told(people.stan, 'in none of these groups');
    await click(people.ana, card, 'request_approve');
    await told(people.ana, 'You asked for this grant');
    await click(david, card, 'request_approve');
    await cardSays(id, '(done)');
    expect(
      scenario.world.alicloud.databases
        .get(instanceId)
        .groups.map(({ name }) => name)
        .join(),
    ).not.toContain('ep_');
    await click(people.sara, card, 'request_approve');
    await cardSays(id, '*applied* by');

    const access = accessOn(scenario);
    const grant = await access.grant(id.replace(/^req-/, 'grant-'));
    expect(scenario.world.alicloud.databases.entries(instanceId, grant.groupName)).toHaveLength(2);
    const [shown, ...more] = messages(approvalsChannel, id);
    expect(more).toEqual([]);
    expect(JSON.stringify(shown?.blocks)).not.toContain('request_approve');
    const announced = () => messages('C0PLATFORM', id).at(0)?.text;
    await expect.poll(announced, { timeout: timeoutMs }).toContain('*applied*');
    const { operationId = '' } = await access.request(id);
    const connection = new RegExp(`10\\.64\\.\\d+\\.\\d+ -&gt; ${instanceId}\\S+:3306 open in 4 ms`);
    await scenario.threadSays(operationId, connection);
  });

  it('is denied with a reason that the card shows, and an old card decides nothing', async () => {
    await readyPool(scenario);
    const { id } = await ask();
    const card = await cardSays(id, 'please decide');
    const { slack } = scenario.world;
    await click(people.sara, card, 'request_deny');
    const form = await slack.waitFor(({ views }) => [...views.values()].find(({ userId }) => userId === people.sara), {
      timeoutMs,
      what: 'the form',
    });
    expect((await slack.as(people.sara).submit(form.id, { reason: ' ' })).fieldErrors?.reason).toContain('why');
    await slack.as(people.sara).submit(form.id, { reason: 'use the replica' });
    await cardSays(id, `*denied* by <@${people.sara}>`);

    expect(messages(approvalsChannel, id).at(0)?.text).toContain('use the replica');
    const channel = ({ channelId }: Message) => slack.state.channels.get(channelId)?.kind === 'im';
    await slack.waitForMessage((one) => channel(one) && one.text.includes('*denied*'), { timeoutMs });
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
    const form = await slack.waitFor(({ views }) => [...views.values()].find(({ userId }) => userId === people.ana), {
      timeoutMs,
      what: 'the form',
    });
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
    const card = await cardSays(id, 'please decide');
    await slack.as(david).openHome();
    await slack.waitFor(({ homes }) => JSON.stringify(homes.get(david) ?? '').includes(id) || undefined, {
      timeoutMs,
      what: 'the request in a home tab',
    });
    const [root] = messages('C0PLATFORM', id);
    if (!root) throw new Error('no announcement');

    await click(people.stan, root, 'request_withdraw');
    await told(people.stan, ':no_entry:');
    await click(people.ana, root, 'request_withdraw');
    await cardSays(id, '*withdrawn*');
    await click(david, card, 'request_approve').catch(() => undefined);
    expect((await scenario.store.read(id))?.state).toBe('withdrawn');
    expect(await scenario.say(people.ana, 'grants payments')).toContain('No database is open');
  });

  it('is closed by revoke, and the announcement says that connections may survive', async () => {
    const pool = await readyPool(scenario);
    const access = accessOn(scenario);
    const { id } = await ask();
    const card = await cardSays(id, 'please decide');
    await click(david, card, 'request_approve');
    await click(people.sara, card, 'request_approve');
    await cardSays(id, '*applied* by');
    expect(await scenario.say(people.ana, 'grants')).toContain('*active*');

    expect(await scenario.say(people.stan, `revoke payments ${instanceId}`)).toContain('not among those');
    expect(await scenario.say(people.ana, `revoke ${pool.name} ${instanceId}`)).toContain('is being closed');
    const grant = await access.grant(id.replace(/^req-/, 'grant-'));
    await cardSays(id, '*ended*');
    expect(scenario.world.alicloud.databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
    const announced = () => messages('C0PLATFORM', id).at(0)?.text;
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
    const card = await cardSays(id, 'please decide');
    expect(await scenario.say(people.ana, 'freeze now')).toContain('not among those');
    expect(await scenario.say(people.olga, 'freeze "incident 42"')).toContain('Frozen');
    expect(await scenario.say(people.olga, 'unfreeze')).toContain('Not frozen');
    await click(people.eve, card, 'request_approve').catch(() => undefined);
    await click(people.olga, card, 'request_approve');
    await told(people.olga, 'in none of these groups');
    expect((await scenario.store.read(id))?.state).toBe('pending');
  });
});
