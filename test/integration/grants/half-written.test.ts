import { afterEach, expect, test } from 'vitest';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { freezeChange } from '../../../src/store/access-records.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const [firstReplica, lastReplica] = ['rr-2zepayments1', 'rr-2zepayments2'];
const [david, sara] = ['U02DAVID', 'U03SARA'];
const hourMs = 3_600_000;
const timeout = 20_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function setUp() {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const { databases } = scenario.world.alicloud;
  const cidrs = pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort();
  const addReplicas = (groupName?: string) => {
    for (const id of [firstReplica, lastReplica]) {
      databases.addReplica(instanceId, id);
      if (groupName) databases.editGroup(id, { name: groupName, entries: ['127.0.0.1'] });
    }
  };
  return { access, pool, databases, cidrs, addReplicas };
}

type Setting = Awaited<ReturnType<typeof setUp>>;

/** After so many writes the database takes no more. */
const busyAfter = (skip: number) =>
  scenario.world.alicloud.faults.add({
    ...{ call: 'rds:ModifySecurityIps', when: 'before', skip, times: 100_000 },
    answer: { kind: 'error', status: 400, code: 'OperationDenied.DBInstanceStatus' },
  });
const dbas = (users: string[]) => {
  const group = scenario.world.slack.state.userGroups.get('S0DBA0001');
  if (group) group.users = users;
};
const davidLeaves = () => dbas([people.stan]);
const untilRefused = (access: Setting['access'], id: string) =>
  expect
    .poll(async () => (await access.request(id)).confirmation?.refused, { timeout })
    .toEqual([{ personId: david, because: 'not-in-group' }]);

/** In force on the primary; an extension is to open two new read-only instances too, and only one of them took it. */
async function extendedByHalf() {
  const setting = await setUp();
  const { access, pool, databases, cidrs, addReplicas } = setting;
  const grant = await access.granted(pool, 20 * hourMs);
  addReplicas(grant.groupName);
  const asked = await access.ask(pool, {
    ...{ kind: 'extension', grantId: grant.id, requesters: grant.requesters, reason: 'one more night' },
    duration: { kind: 'limited', durationMs: 10 * hourMs },
  });
  const endMs = longer(grant);
  await access.approve(asked.id, { endMs });
  busyAfter(1);
  const operationId = await access.apply(asked.id);
  await expect.poll(() => databases.entries(firstReplica, grant.groupName), { timeout }).toEqual(cidrs);
  return { ...setting, grant, asked, operationId, endMs };
}

const longer = (grant: Grant) => (grant.endMs ?? 0) + createClock(scenario.world.scale).delay(10 * hourMs);

test('a first access that lost an approver when half of it was written is taken out again', async () => {
  const { access, pool, databases, cidrs, addReplicas } = await setUp();
  addReplicas();
  const asked = await access.ask(pool);
  const { name } = asked.plan?.plan.primary.group ?? { name: '' };
  await access.approve(asked.id);
  busyAfter(1);
  await access.apply(asked.id);
  await expect.poll(() => databases.entries(instanceId, name), { timeout }).toEqual(cidrs);

  davidLeaves();
  await access.untilGrant(asked.grantId, 'ending');
  scenario.world.alicloud.faults.clear();
  await access.untilGrant(asked.grantId, 'ended');

  expect(databases.entries(instanceId, name)).toEqual(['127.0.0.1']);
  expect(databases.entries(firstReplica, name)).toBeUndefined();
  expect(await access.request(asked.id)).toMatchObject({ state: 'superseded' });
});

test('an extension that lost an approver when half of it was written leaves the access as it was until it is approved again', async () => {
  const { access, databases, cidrs, grant, asked, operationId, endMs } = await extendedByHalf();
  expect(await access.grant(grant.id)).toMatchObject({ state: 'applying', endMs });

  davidLeaves();
  await untilRefused(access, asked.id);
  scenario.world.alicloud.faults.clear();
  await scenario.until(operationId, 'done');

  const { endMs: endedBefore, reason, lastWritten, inForce } = grant;
  expect(await access.grant(grant.id)).toMatchObject({
    ...{ state: 'active', endMs: endedBefore, reason, lastWritten, inForce },
  });
  expect((await access.grant(grant.id)).beforeRevision).toBeUndefined();
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
  expect(databases.entries(firstReplica, grant.groupName)).toEqual(['127.0.0.1']);
  expect(databases.entries(lastReplica, grant.groupName)).toEqual(['127.0.0.1']);
  expect(await access.request(asked.id)).toMatchObject({
    ...{ state: 'pending', round: 2, decisions: [], lapsed: [{ personId: david, because: 'not-in-group' }] },
  });
  const said = (await scenario.audit()).map(({ what }) => what);
  expect(said).toContain('request.lapsed');
  expect(said).toContain('grant.taken-back');

  dbas([david]);
  await access.approve(asked.id, { by: [david, sara], endMs });
  const extended = await access.applied(asked.id);
  expect(extended).toMatchObject({ state: 'active', endMs, reason: 'one more night' });
  expect(databases.entries(lastReplica, grant.groupName)).toEqual(cidrs);
});

test('what is not any more what was approved is taken back, and entries of others stay', async () => {
  const { access, databases, cidrs, grant, asked, operationId } = await extendedByHalf();

  databases.editGroup(firstReplica, { name: grant.groupName, entries: [...cidrs, '192.0.2.7'] });
  databases.addReplica(instanceId, 'rr-2zepayments3');
  scenario.world.alicloud.faults.clear();
  await scenario.until(operationId, 'done');

  expect(await access.grant(grant.id)).toMatchObject({ state: 'active', endMs: grant.endMs });
  expect(databases.entries(firstReplica, grant.groupName)).toEqual(['192.0.2.7']);
  const again = await access.request(asked.id);
  expect(again).toMatchObject({ state: 'pending', round: 2, decisions: [] });
  expect(again.difference.join()).toContain('replica added: rr-2zepayments3');
});

test('a freeze and an approver who is back do not keep half of it in the whitelists', async () => {
  const { access, databases, grant, asked, operationId } = await extendedByHalf();
  davidLeaves();
  await untilRefused(access, asked.id);
  await scenario.store.commit({ records: [freezeChange({ reason: 'incident 7', by: people.olga, atMs: 1 })] });
  dbas([david, people.stan]);
  scenario.world.alicloud.faults.clear();
  await scenario.until(operationId, 'done');

  expect(databases.entries(firstReplica, grant.groupName)).toEqual(['127.0.0.1']);
  expect(await access.request(asked.id)).toMatchObject({ state: 'pending', round: 2 });
  expect(await access.grant(grant.id)).toMatchObject({ state: 'active', endMs: grant.endMs });
});
