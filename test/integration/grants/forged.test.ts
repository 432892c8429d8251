import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../emulators/slack/state.ts';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { resizeForm } from '../../../src/slack/blocks/resize-form.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';
import { sendSigned } from '../../support/send-signed.ts';

const instanceId = 'rm-2zepayments';
const otherId = 'rm-2zepaymentsdev';
const david = 'U02DAVID';
const timeoutMs = 15_000;

let scenario: Scenario;
let cards: ReturnType<typeof cardsOf>;
let pool: Pool;

beforeEach(async () => {
  // Without the rule for dev, which would approve by itself: its database falls to the platform's operators.
  const policy = { ...approvals, rules: approvals.rules.slice(0, 1) };
  scenario = await startScenario({ file: { approvals: policy }, knowsClouds: true, transport: 'http' });
  cards = cardsOf(scenario);
  pool = await readyPool(scenario);
});
afterEach(() => scenario.close());

const ask = (instance: string) => cards.ask(`allow payments ${instance} --for 7d --reason "nightly report"`);
const lists = () =>
  [instanceId, otherId].map((id) => structuredClone(scenario.world.alicloud.databases.get(id).groups));
const refusals = async (who: string) =>
  (await scenario.audit()).filter(({ what, actor }) => /refused$/.test(what) && actor.endsWith(who)).length;

/** How many answers to Slack the metrics have the time of. */
async function acked(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', scenario.url()))).text();
  return Number(/^slack_ack_seconds_count (\d+)$/m.exec(text)?.[1]);
}

/** What somebody does is refused: they alone are told, it is in the audit log, and no whitelist changes. */
async function expectRefused(who: string, words: string, act: () => Promise<unknown>): Promise<void> {
  const [before, audited] = [lists(), await refusals(who)];
  const heard = scenario.privateAnswers(who).length;
  await act();
  const answers = () => scenario.privateAnswers(who).slice(heard).join('\n');
  await expect.poll(answers, { timeout: timeoutMs, message: `what ${who} is told` }).toContain(words);
  await expect.poll(() => refusals(who), { timeout: timeoutMs, message: `refusals of ${who}` }).toBe(audited + 1);
  expect(lists()).toEqual(before);
}

/** Presses a button of a message that says something else than the service has put there. */
async function pressForged(who: string, message: Message, forged: { actionId: string; value: string }): Promise<void> {
  const real = message.blocks;
  const button = { type: 'button', text: { type: 'plain_text', text: 'x' }, action_id: forged.actionId };
  message.blocks = [{ type: 'actions', block_id: 'forged', elements: [{ ...button, value: forged.value }] }];
  try {
    await cards.click(who, message, forged.actionId);
  } finally {
    if (real) message.blocks = real;
  }
}

/** A person as Slack has them for as long as something is done. */
async function as(who: string, changes: object, act: () => Promise<void>): Promise<void> {
  const { users } = scenario.world.slack.state;
  const real = users.get(who);
  if (!real) throw new Error(`nobody is ${who}`);
  users.set(who, { ...real, ...changes });
  await act().finally(() => users.set(who, real));
}

test('buttons that carry what they should not open, end and keep nothing', async () => {
  const { id, grantId } = await ask(instanceId);
  const other = await ask(otherId);
  const card = await cards.card(id, 'please decide');
  await cards.card(other.id, 'please decide');
  const unknown = 'zzzzzzzzzzzz';
  const forgeries: [actionId: string, value: string, words: string][] = [
    ['request_approve', `req-${unknown}.1`, 'there is no request'],
    ['request_approve', '<!channel> or 1=1', 'out of date'],
    ['request_approve', `${id}.7`, 'no longer counts'],
    ['request_approve', `${other.id}.1`, 'in none of these groups'],
    ['request_approve', grantId, 'out of date'],
    ['request_details', `req-${unknown}.1`, 'out of date'],
    ['request_withdraw', other.id, 'not among those'],
    ['request_withdraw', `req-${unknown}`, 'there is no request'],
    ['grant_extend', `grant-${unknown}`, 'there is no grant'],
    ['grant_extend', id, 'out of date'],
    ['grant_end_early', `grant-${unknown}`, 'there is no grant'],
    ['grant_revoke', `grant-${unknown}`, 'there is no grant'],
    ['grant_keep', `grant-${unknown}`, 'there is no grant'],
    ['grant_sign', `grant-${unknown}`, 'there is no grant'],
    ['grant_reject', `grant-${unknown}`, 'there is no grant'],
    ['grant_repair', `grant-${unknown}`, 'there is no grant'],
    ['grant_repair', id, 'out of date'],
    ['operation_retry', `op-${unknown}`, 'there is no operation'],
    ['operation_go_on', `op-${unknown}`, 'there is no operation'],
    ['resize_confirm', `op-${unknown}`, 'there is no finished plan'],
    ['resize_confirm', pool.operationId, 'there is no finished plan'],
    ['operation_go_on', pool.operationId, 'not among those'],
    ['operation_rollback', pool.operationId, 'not among those'],
    ['operation_cancel', pool.operationId, 'not among those'],
    ['alert_resize', `alert-pool-${unknown}`, 'its pool is gone'],
    ['alert_resize', 'alert-cluster-prod', 'out of date'],
    ['alert_pods', `alert-pool-${unknown}`, 'its pool is gone'],
    ['alert_snooze', `alert-pool-${unknown}.1d`, 'its pool is gone'],
    ['alert_snooze', `alert-pool-${unknown}.for good`, 'out of date'],
    ['audit_export', `export-${unknown}`, 'not among those'],
    ['grant_open_it_all', id, 'out of date'],
  ];
  const timed = await acked();
  for (const [actionId, value, words] of forgeries) {
    await expectRefused(david, words, () => pressForged(david, card, { actionId, value }));
  }
  // All but the button that nothing listens to.
  expect(await acked()).toBe(timed + forgeries.length - 1);
  const access = accessOn(scenario);
  for (const one of [id, other.id])
    expect(await access.request(one)).toMatchObject({ state: 'pending', decisions: [] });
});

test('people who do not count are refused, whatever group they are in, and a replay counts once', async () => {
  const { id } = await ask(instanceId);
  const card = await cards.card(id, 'please decide');
  const { slack } = scenario.world;
  const approve = (who: string) => cards.click(who, card, 'request_approve');
  await expectRefused(people.stan, 'in none of these groups', () => approve(people.stan));
  await expectRefused(people.ana, 'You asked for this', () => approve(people.ana));
  await expectRefused(people.eve, 'Only people of the workspace', () => approve(people.eve));
  await as(david, { isRestricted: true }, () => expectRefused(david, 'Guests cannot decide', () => approve(david)));
  await as(david, { deleted: true }, () => expectRefused(david, 'deactivated account', () => approve(david)));
  await as(david, { teamId: 'T0OTHER001' }, () => expectRefused(david, 'Only people of', () => approve(david)));

  const { payload } = await approve(david);
  await cards.card(id, '(done)');
  await expectRefused(david, 'already recorded', () => sendSigned(scenario, payload));
  const ofAnother = { ...payload, team: { id: 'T0OTHER001', domain: 'other' }, trigger_id: '1.2.forged' };
  await expectRefused(david, 'Only people of the workspace', () => sendSigned(scenario, ofAnother));
  const atMs = Date.now() - 2_000;
  const again = { ...payload, trigger_id: '1.3.twice' };
  await expectRefused(david, 'already recorded', async () =>
    expect([await sendSigned(scenario, again, atMs), await sendSigned(scenario, again, atMs)]).toEqual([200, 401]),
  );
  const access = accessOn(scenario);
  expect((await access.request(id)).decisions).toHaveLength(1);

  const last = await approve(people.sara);
  const grant = await access.untilGrant(id.replace(/^req-/, 'grant-'), 'active');
  expect(scenario.world.alicloud.databases.entries(instanceId, grant.groupName)).toHaveLength(2);
  await expectRefused(people.sara, 'already approved', () => sendSigned(scenario, last.payload));
  expect(slack.state.messages.filter(({ text }) => text.includes('forged'))).toEqual([]);
  expect(verifyAudit(await scenario.audit()).findings).toEqual([]);
});

test('forms that come back other than they were opened decide nothing', async () => {
  const { id } = await ask(instanceId);
  const other = await ask(otherId);
  const card = await cards.card(id, 'please decide');
  await cards.card(other.id, 'please decide');
  const { slack } = scenario.world;
  const access = accessOn(scenario);
  const sendWith = async (who: string, metadata: string, values: Record<string, string>) => {
    const form = await cards.form(who);
    form.content = { ...form.content, private_metadata: metadata };
    return slack.as(who).submit(form.id, values);
  };
  const before = lists();

  await cards.click(david, card, 'request_deny');
  const garbage = await sendWith(david, `${id}.1 or another`, { reason: 'no' });
  expect(JSON.stringify(garbage.ack)).toContain('out of date');
  await expect.poll(() => refusals(david), { timeout: timeoutMs }).toBe(1);
  slack.state.views.clear();

  await cards.click(people.stan, card, 'request_deny');
  await sendWith(people.stan, `${other.id}.1`, { reason: 'no' });
  await cards.told(people.stan, 'in none of these groups');
  await expect.poll(() => refusals(people.stan), { timeout: timeoutMs }).toBe(1);

  await scenario.say(people.ana, 'allow');
  const values = { pool: 'payments', instance: instanceId, for: '7d', reason: 'again' };
  const asked = await sendWith(people.ana, '{"channelId":"<!channel>"}', values);
  expect(JSON.stringify(asked.ack)).toContain('out of date');
  await expect.poll(() => refusals(people.ana), { timeout: timeoutMs }).toBe(1);

  for (const one of [id, other.id])
    expect(await access.request(one)).toMatchObject({ state: 'pending', decisions: [] });
  expect(lists()).toEqual(before);
});

test('a form that resizes does so for nobody but the owner and operators, and not when it comes back changed', async () => {
  const { id } = await ask(instanceId);
  const card = await cards.card(id, 'please decide');
  const { slack } = scenario.world;
  const sendAs = async (who: string, metadata: string) => {
    await cards.click(who, card, 'request_deny');
    const form = await cards.form(who);
    const preview = { kind: 'found' as const, pool, runningPods: undefined, suggestedPods: 900 };
    form.content = { ...form.content, ...JSON.parse(JSON.stringify(resizeForm(preview, metadata))) };
    const { ack } = await slack.as(who).submit(form.id, { pods: '900', way: 'resize' });
    await expect.poll(() => refusals(who), { timeout: timeoutMs, message: `refusals of ${who}` }).toBe(1);
    return JSON.stringify(ack);
  };

  expect(await sendAs(people.stan, JSON.stringify({ pool: 'payments', channelId: 'C0PLATFORM' }))).toContain(
    'audit log',
  );
  slack.state.views.clear();
  expect(await sendAs(people.olga, JSON.stringify({ pool: 'payments', channelId: '<!channel>' }))).toContain(
    'out of date',
  );

  expect(await scenario.pool('payments')).toEqual(pool);
  const kinds = (await scenario.audit()).map(({ what, details }) => `${what} ${JSON.stringify(details)}`);
  expect(kinds.filter((one) => one.includes('resize-pool'))).toEqual([]);
});
