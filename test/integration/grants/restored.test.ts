import { afterEach, expect, test } from 'vitest';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { backupRedis } from '../../support/redis-backup.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const timeoutMs = 20_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function asked() {
  scenario = await startScenario({ file: { approvals }, knowsClouds: true });
  const { databases } = scenario.world.alicloud;
  databases.editGroup(instanceId, { name: 'office', entries: ['10.200.2.0/24'] });
  await readyPool(scenario);
  const cards = cardsOf(scenario);
  const { id, grantId } = await cards.ask(`allow payments ${instanceId} --for 7d --reason "reads the ledger"`);
  const card = await cards.card(id, 'please decide');
  const approve = async () => {
    for (const who of ['U02DAVID', people.sara]) await cards.click(who, card, 'request_approve');
    const grant = await access.untilGrant(grantId, 'active');
    await cards.card(id, '*applied*');
    return grant;
  };
  const access = accessOn(scenario);
  const others = () => databases.get(instanceId).groups.filter(({ name }) => !name.startsWith('ep_'));
  return { access, cards, databases, id, grantId, approve, others };
}

/** The service with what Redis held when the backup was made. */
async function restartWith(backup: { restore(): Promise<void> }): Promise<void> {
  await scenario.stopService();
  await backup.restore();
  await scenario.startService();
}

const drift = async (what: string, group: string) =>
  (await scenario.audit()).filter((entry) => entry.what === what && entry.details.group === group).length;

test('access that Redis has forgotten is reported, neither kept nor cut in silence, and revoked by who may', async () => {
  const { access, databases, id, grantId, approve, others } = await asked();
  const foreign = structuredClone(others());
  const backup = await backupRedis(scenario.redisUrl);
  const { groupName } = await approve();
  const entries = databases.entries(instanceId, groupName);
  expect(entries).toHaveLength(2);

  await restartWith(backup);
  expect(await scenario.store.read(grantId)).toBeUndefined();
  await expect.poll(() => drift('grant.drift', groupName), { timeout: timeoutMs }).toBe(1);
  expect(databases.entries(instanceId, groupName)).toEqual(entries);
  await access.approve(id);
  const again = await scenario.until(await access.apply(id), 'failed');
  expect(again.error?.text).toContain('somebody else put');
  expect(databases.entries(instanceId, groupName)).toEqual(entries);

  const revoke = `revoke payments ${instanceId}`;
  expect(await scenario.say(people.stan, revoke)).toContain('not among those');
  expect(await scenario.say(people.olga, revoke)).toContain(`${id}\` is stopped`);
  const answer = await scenario.say(people.olga, revoke);
  expect(answer).toContain('is on record');
  await scenario.until(/op-[a-z0-9]{12}/.exec(answer)?.[0] ?? '', 'done');

  expect(databases.entries(instanceId, groupName)).toEqual(['127.0.0.1']);
  expect(others()).toEqual(foreign);
  expect((await access.request(id)).state).toBe('withdrawn');
  expect(await scenario.store.read(`pair-${(await scenario.pool('payments'))?.id}-${instanceId}`)).toBeUndefined();
  await expect.poll(() => drift('grant.drift-gone', groupName), { timeout: timeoutMs }).toBe(1);
});

test('access that was revoked after the backup stays closed, whatever Redis says', async () => {
  const { access, databases, grantId, approve, others } = await asked();
  const { groupName } = await approve();
  const foreign = structuredClone(others());
  const backup = await backupRedis(scenario.redisUrl);
  await scenario.until(await access.revoke(grantId), 'done');

  await restartWith(backup);

  expect((await access.grant(grantId)).state).toBe('active');
  await expect.poll(() => drift('grant.drift', groupName), { timeout: timeoutMs }).toBe(1);
  expect(databases.entries(instanceId, groupName)).toEqual(['127.0.0.1']);
  expect(await scenario.say(people.ana, `revoke payments ${instanceId}`)).toContain('is being closed');
  await access.untilGrant(grantId, 'ended');
  expect(databases.entries(instanceId, groupName)).toEqual(['127.0.0.1']);
  expect(others()).toEqual(foreign);
});
