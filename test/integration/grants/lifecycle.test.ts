import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { accessOn, readyPool } from '../../support/access.ts';
import { approvalsChannel, cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const david = 'U02DAVID';
const timeoutMs = 20_000;

let scenario: Scenario;
let cards: ReturnType<typeof cardsOf>;
let access: ReturnType<typeof accessOn>;

beforeEach(async () => {
  scenario = await startScenario({ knowsClouds: true });
  [cards, access] = [cardsOf(scenario), accessOn(scenario)];
  await readyPool(scenario);
});
afterEach(() => scenario.close());

const entries = () =>
  scenario.world.alicloud.databases
    .get(instanceId)
    .groups.filter(({ name }) => name.startsWith('ep_'))
    .flatMap((group) => group.entries);
const refusals = async (who: string) =>
  (await scenario.audit()).filter(({ what, actor }) => /refused$/.test(what) && actor.endsWith(who)).length;
const approve = async (id: string) => {
  const card = await cards.card(id, 'please decide');
  for (const who of [david, people.sara]) await cards.click(who, card, 'request_approve');
};

test('a grant goes through a freeze, an extension and the end of everything of its pool', async () => {
  const { id, grantId } = await cards.ask(`allow payments ${instanceId} --for 6d --reason "reads the ledger"`);
  expect(await scenario.say(people.olga, 'freeze "incident 42"')).toContain('Frozen');
  await approve(id);
  const refused = await cards.card(id, 'frozen database access (incident 42)');
  const operationId = /op-[a-z0-9]{12}/.exec(refused.text)?.[0] ?? '';
  expect(entries()).toEqual([]);
  expect(await scenario.say(people.olga, 'unfreeze')).toContain('Not frozen');
  await scenario.say(people.olga, `retry ${operationId}`);
  const grant = await access.untilGrant(grantId, 'active');
  const open = entries();
  expect(open).toHaveLength(2);

  expect(await scenario.say(people.stan, `extend ${grantId} --for 2d`)).toContain('not among those');
  const longer = await cards.ask(`extend ${grantId} --for 2d`);
  expect(await scenario.say(people.ana, `extend ${grantId} --for 2d`)).toContain('has an open request already');
  await approve(longer.id);
  await cards.card(longer.id, '*applied*');
  const extended = await access.grant(grantId);
  expect(extended.endMs).toBe((grant.endMs ?? 0) + Math.round((2 * 86_400_000) / scenario.world.scale));
  expect(entries()).toEqual(open);

  expect(await scenario.say(people.stan, 'revoke payments --all')).toContain('not among those');
  expect(entries()).toEqual(open);
  expect(await scenario.say(people.olga, 'revoke payments --all')).toContain('is being closed');
  await access.untilGrant(grantId, 'ended');
  expect(entries()).toEqual(['127.0.0.1']);
  await cards.direct(people.ana, 'connections that were open may survive');
  expect(await refusals(people.stan)).toBe(2);
  expect(verifyAudit(await scenario.audit()).findings).toEqual([]);
});

/** Opened by somebody the rule names, with both ticks of the form. */
async function breakGlass(): Promise<string> {
  const { slack } = scenario.world;
  await scenario.say(people.olga, `allow payments ${instanceId} --for 2h --reason "prod is down" --break-glass`);
  const form = await cards.form(people.olga);
  const values = { pool: 'payments', instance: instanceId, for: '2h', reason: 'prod is down' };
  const once = await slack.as(people.olga).submit(form.id, { ...values, breakGlass: ['break-glass'] });
  expect(once.fieldErrors?.breakGlass).toContain('Tick both');
  expect(entries()).toEqual([]);
  const sent = await slack.as(people.olga).submit(form.id, { ...values, breakGlass: ['break-glass', 'confirmed'] });
  const id = /req-[a-z0-9]{12}/.exec(JSON.stringify(sent.ack))?.[0] ?? '';
  const grantId = id.replace(/^req-/, 'grant-');
  const grant = await access.untilGrant(grantId, 'active');
  expect(grant.breakGlass).toMatchObject({ by: people.olga, review: 'open' });
  expect(entries()).toHaveLength(2);
  return grantId;
}

test('a broken glass is loud, cannot be made longer, and stays open for review until an approver signs it', async () => {
  const grantId = await breakGlass();
  const review = await cards.shown(approvalsChannel, /BREAK-GLASS.*opened/);
  expect(await scenario.say(people.olga, `extend ${grantId}`)).toContain('cannot be extended');

  for (const who of [people.olga, people.stan, people.ana]) {
    await cards.click(who, review, 'grant_sign');
    await expect.poll(() => refusals(who), { timeout: timeoutMs }).toBe(1);
  }
  expect((await access.grant(grantId)).breakGlass?.review).toBe('open');
  await cards.click(david, review, 'grant_sign');
  await cards.shown(approvalsChannel, `Signed by <@${david}>`);

  expect((await access.grant(grantId)).breakGlass).toMatchObject({ review: 'signed', reviewedBy: david });
  expect(entries()).toHaveLength(2);
});

test('a broken glass that an approver rejects is closed at once', async () => {
  const grantId = await breakGlass();
  const review = await cards.shown(approvalsChannel, /BREAK-GLASS.*opened/);

  await cards.click(people.sara, review, 'grant_reject');
  await access.untilGrant(grantId, 'ended');

  expect(entries()).toEqual(['127.0.0.1']);
  await cards.shown(approvalsChannel, `Rejected by <@${people.sara}>`);
  expect((await access.grant(grantId)).breakGlass?.review).toBe('rejected');
});
