import { afterEach, expect, test } from 'vitest';
import type { Pool } from '../../../src/domain/pool.ts';
import { accessOn, approvals, readyPool, untilApplied } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const david = 'U02DAVID';
const dba = 'S0DBA0001';
const timeoutMs = 20_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function setUp(policy: object = approvals) {
  scenario = await startScenario({ file: { approvals: policy }, knowsClouds: true });
  const pool = await readyPool(scenario);
  return { pool, access: accessOn(scenario) };
}

/** The database does not take a write for two hours; what is approved meanwhile waits for it. */
const hold = () =>
  scenario.world.alicloud.databases.setStatus(instanceId, { status: 'Restarting', forMs: 2 * 3_600_000 });
const release = () => scenario.world.alicloud.databases.setStatus(instanceId, { status: 'Running', forMs: 0 });

const writes = () =>
  scenario.world.alicloud.journal.filter(({ name, changed }) => name === 'rds:ModifySecurityIps' && changed).length;
const regroup = (users: string[]) => {
  const group = scenario.world.slack.state.userGroups.get(dba);
  if (group) group.users = users;
};
const deactivate = (userId: string) => {
  const { users } = scenario.world.slack.state;
  const user = users.get(userId);
  if (user) users.set(userId, { ...user, deleted: true });
};
const groupsFail = () =>
  scenario.world.slack.faults.add({
    ...{ call: 'usergroups.list', when: 'before', times: 100_000 },
    answer: { kind: 'error', status: 500, code: 'internal_error' },
  });
const audited = async (id: string) =>
  (await scenario.audit()).filter(({ subject }) => subject === id).map(({ what }) => what);

/** Asked for and approved by people in Slack, and held before its write. */
async function approvedAndHeld({ pool, access }: { pool: Pool; access: ReturnType<typeof accessOn> }) {
  const cards = cardsOf(scenario);
  const { id } = await cards.ask(`allow ${pool.name} ${instanceId} --for 7d --reason "nightly report"`);
  const card = await cards.card(id, 'please decide');
  hold();
  for (const who of [david, people.sara]) await cards.click(who, card, 'request_approve');
  await expect.poll(async () => (await access.request(id)).state, { timeout: timeoutMs }).toBe('approved');
  const { operationId = '' } = await access.request(id);
  await scenario.untilStep(operationId, 'running', 'running');
  return { id, operationId };
}

test.each([
  ['left the group', () => regroup([people.stan]), 'not-in-group'],
  ['was deactivated', () => deactivate(david), 'deactivated'],
])(
  'when somebody who approved %s before the write, nothing is written and others are asked',
  async (_, leave, because) => {
    const setting = await setUp();
    const { id, operationId } = await approvedAndHeld(setting);
    if (because === 'deactivated') regroup([david, people.stan]);

    leave();
    release();
    await scenario.until(operationId, 'done');

    const asked = await setting.access.request(id);
    expect(asked).toMatchObject({ state: 'pending', round: 2, decisions: [], lapsed: [{ personId: david, because }] });
    expect(writes()).toBe(0);
    expect(await scenario.store.read(asked.grantId)).toBeUndefined();
    expect(await audited(id)).toContain('request.lapsed');
    const cards = cardsOf(scenario);
    const card = await cards.card(id, `<@${david}>: `);

    for (const who of [people.stan, people.sara]) await cards.click(who, card, 'request_approve');
    await setting.access.untilGrant(asked.grantId, 'active');
    expect(writes()).toBe(1);
  },
);

test('while the groups cannot be read nothing is written; when they can, it goes on by itself', async () => {
  const setting = await setUp();
  const { id, operationId } = await approvedAndHeld(setting);

  groupsFail();
  release();
  await scenario.untilStep(operationId, 'approvers', 'running');
  await scenario.threadSays(operationId, 'those who approved still may');
  expect((await setting.access.request(id)).state).toBe('approved');
  expect(writes()).toBe(0);
  scenario.world.slack.faults.clear();

  await untilApplied(scenario, operationId);
  expect(writes()).toBe(1);
  expect(await audited(id)).toContain('request.confirmed');
});

test('a bot that is started again meanwhile delays the write and no more', async () => {
  const setting = await setUp();
  const { operationId } = await approvedAndHeld(setting);
  groupsFail();
  release();
  await scenario.untilStep(operationId, 'approvers', 'running');

  await scenario.stopService();
  scenario.world.slack.faults.clear();
  await scenario.startService();

  await untilApplied(scenario, operationId);
  expect(writes()).toBe(1);
});

test('what the policy approves by itself is confirmed by nobody', async () => {
  const { pool, access } = await setUp();
  groupsFail();
  const asked = await access.ask(pool, { instanceId: 'rm-2zepaymentsdev', instanceName: 'payments-dev' });

  await access.untilGrant(asked.grantId, 'active');

  expect((await access.request(asked.id)).confirmation).toBeUndefined();
});
