import { afterEach, expect, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { unfinishedIndex } from '../../../src/store/operation-record.ts';
import { type ServiceProcess, startServiceProcess } from '../../faults/service-process.ts';
import { accessOn, readyPool } from '../../support/access.ts';
import { approvalsChannel, cardsOf } from '../../support/cards.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const crowd = Array.from({ length: 20 }, (_, index) => `U1CROWD${String(index).padStart(2, '0')}`);
const [approvals, denials] = [42, 8];

let scenario: Scenario;
let second: ServiceProcess | undefined;
afterEach(async () => {
  await second?.kill();
  await expect.poll(() => scenario.world.slack.connections()).toBeLessThan(2);
  await scenario.close();
});

/** Twenty people, some of them in both groups that decide. */
function invite(): void {
  const { users, userGroups, channels } = scenario.world.slack.state;
  for (const id of crowd) {
    users.set(id, { id, name: id.toLowerCase(), realName: id, avatarColor: '#336699' });
    channels.get(approvalsChannel)?.members.add(id);
  }
  userGroups.get('S0DBA0001')?.users.push(...crowd.slice(0, 12));
  userGroups.get('S0SEC0001')?.users.push(...crowd.slice(8, 18));
}

test('50 decisions of 20 people through two bot processes are one outcome, one write and one chain', async () => {
  scenario = await startScenario({ knowsClouds: true });
  const { world, redisUrl } = scenario;
  const { slack, alicloud } = world;
  invite();
  await readyPool(scenario);
  second = startServiceProcess({ world, redisUrl, role: 'bot' });
  await expect.poll(() => slack.connections(), { timeout: 20_000 }).toBe(2);
  const cards = cardsOf(scenario);
  const { id, grantId } = await cards.ask(`allow payments ${instanceId} --for 7d --reason "reads the ledger"`);
  const card = structuredClone(await cards.card(id, 'please decide'));
  const deniers = crowd.slice(0, denials);
  const forms = await Promise.all(
    deniers.map(async (who) => {
      await cards.click(who, card, 'request_deny');
      return { who, form: await cards.form(who) };
    }),
  );
  const press = (index: number) => cards.click(crowd[(index * 7) % 20] ?? '', card, 'request_approve');
  const before = slack.journal.deliveries.length;

  const clicks = Array.from({ length: approvals }, (_, index) => press(index).catch(() => undefined));
  const denied = forms.map(({ who, form }) => slack.as(who).submit(form.id, { reason: 'not now' }));
  await Promise.all([...clicks, ...denied]);

  const delivered = slack.journal.deliveries.length - before;
  expect(delivered).toBeGreaterThan(denials);
  const access = accessOn(scenario);
  const about = async () => (await scenario.audit()).filter(({ subject }) => subject === id);
  const judged = async () =>
    (await about()).filter(({ what }) => /^request\.(approval|denial|click-refused)$/.test(what)).length;
  await expect.poll(judged, { timeout: 30_000 }).toBe(delivered);
  const { state } = await access.request(id);
  const outcomes = (await about()).filter(({ what }) => ['request.approved', 'request.denied'].includes(what));
  expect(outcomes.map(({ what }) => what)).toEqual([`request.${state}`]);
  if (state === 'approved') await access.untilGrant(grantId, 'active');
  await expect.poll(() => scenario.store.readIndex(unfinishedIndex), { timeout: 40_000 }).toEqual([]);

  const writes = alicloud.journal.filter(({ name, changed }) => name === 'rds:ModifySecurityIps' && changed);
  expect(writes).toHaveLength(state === 'approved' ? 1 : 0);
  const ours = alicloud.databases.get(instanceId).groups.filter(({ name }) => name.startsWith('ep_'));
  expect(ours).toHaveLength(state === 'approved' ? 1 : 0);
  expect((await access.request(id)).clicks).toEqual([]);
  expect(verifyAudit(await scenario.audit()).findings).toEqual([]);
  const took = (await about()).filter(({ what }) => what === 'request.approval').length;
  console.log(`two bots: ${delivered} decisions, ${took} counted, ${state}`);
});
