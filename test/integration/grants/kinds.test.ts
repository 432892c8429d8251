import { afterEach, expect, test } from 'vitest';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const hourMs = 3_600_000;
const actor = (userId: string) => ({ kind: 'slack-user' as const, userId, teamId: 'T0ACME0001' });

let scenario: Scenario;
afterEach(() => scenario.close());

async function setUp(changes: object = {}) {
  const [rule, ...others] = approvals.rules;
  scenario = await startScenario({
    file: { approvals: { ...approvals, rules: [{ ...rule, ...changes }, ...others] } },
  });
  const { databases } = scenario.world.alicloud;
  const pool = await readyPool(scenario);
  const cidrs = pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort();
  return { access: accessOn(scenario), databases, pool, cidrs };
}

const writes = () =>
  scenario.world.alicloud.journal.filter(({ name, changed }) => name === 'rds:ModifySecurityIps' && changed).length;
const audited = async (what: string) => (await scenario.audit()).filter((entry) => entry.what === what);

const breakGlass = { breakGlass: { by: ['S0PLATFORM'], maxGrant: '4h' } };
const byOlga = (durationMs: number) => ({
  ...{ kind: 'break-glass' as const, requestedBy: actor(people.olga), requesters: [people.olga] },
  duration: { kind: 'limited' as const, durationMs },
});

test('a break-glass is applied at once, ends soon, and stays open for review', async () => {
  const { access, pool, databases, cidrs } = await setUp(breakGlass);
  const askedAtMs = Date.now();
  const asked = await access.ask(pool, byOlga(4 * hourMs));

  const grant = await access.untilGrant(asked.grantId, 'active');

  expect(grant.breakGlass).toEqual({ by: people.olga, review: 'open', reviewedBy: undefined });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
  const longestMs = (4 * hourMs) / scenario.world.scale;
  expect((grant.endMs ?? Number.POSITIVE_INFINITY) - Date.now()).toBeLessThanOrEqual(longestMs);
  expect(grant.endMs).toBeGreaterThan(askedAtMs);
  const [confirmed] = await audited('request.confirmed');
  expect(confirmed?.subject).toBe(asked.id);
});

test('a break-glass for longer than the rule allows is refused before anybody could want it', async () => {
  const { access, pool } = await setUp(breakGlass);

  const asked = await access.ask(pool, byOlga(5 * hourMs));

  expect(asked).toMatchObject({ state: 'denied', outcome: { text: expect.stringContaining('at most 4 hours') } });
  expect(writes()).toBe(0);
});

test('a break-glass of somebody who is not on call any more when it would be written is denied', async () => {
  const { access, pool, databases } = await setUp(breakGlass);
  databases.setStatus(instanceId, { status: 'Restarting', forMs: 2 * hourMs });
  const asked = await access.ask(pool, byOlga(4 * hourMs));
  await expect.poll(async () => (await access.request(asked.id)).state, { timeout: 10_000 }).toBe('approved');
  const { operationId = '' } = await access.request(asked.id);
  await scenario.untilStep(operationId, 'running', 'running');

  const group = scenario.world.slack.state.userGroups.get('S0PLATFORM');
  if (group) group.users = [people.stan];
  databases.setStatus(instanceId, { status: 'Running', forMs: 0 });
  await scenario.until(operationId, 'done');

  await expect.poll(async () => (await access.request(asked.id)).state, { timeout: 10_000 }).toBe('denied');
  expect(writes()).toBe(0);
  expect(await scenario.store.read(asked.grantId)).toBeUndefined();
});

async function granted() {
  const setting = await setUp();
  const { access, pool } = setting;
  const asked = await access.ask(pool);
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);
  const repair = () =>
    access.ask(pool, {
      kind: 'repair',
      grantId: grant.id,
      requesters: grant.requesters,
      duration: grant.firstDuration,
    });
  return { ...setting, grant, repair };
}

test('a repair puts back what was taken out of our group, once the approvers of the rule agreed', async () => {
  const { access, databases, cidrs, grant, repair } = await granted();
  databases.editGroup(instanceId, { name: grant.groupName, entries: cidrs.slice(0, 1) });
  const asked = await repair();
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs.slice(0, 1));
  await access.approve(asked.id, { ...(grant.endMs === undefined ? {} : { endMs: grant.endMs }) });

  const repaired = await access.applied(asked.id);

  expect(repaired).toMatchObject({ state: 'active', endMs: grant.endMs });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
});

test('a repair that one of two approved puts nothing back', async () => {
  const { access, databases, cidrs, grant, repair } = await granted();
  databases.editGroup(instanceId, { name: grant.groupName, entries: cidrs.slice(0, 1) });
  const asked = await repair();
  await access.approve(asked.id, { by: ['U02DAVID'], ...(grant.endMs === undefined ? {} : { endMs: grant.endMs }) });

  await scenario.until(await access.apply(asked.id), 'done');

  expect(await access.request(asked.id)).toMatchObject({ state: 'pending', round: 2 });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs.slice(0, 1));
});

test('a repair is refused while an entry of somebody else is in our group', async () => {
  const { databases, cidrs, grant, repair } = await granted();
  databases.editGroup(instanceId, { name: grant.groupName, entries: [...cidrs.slice(0, 1), '192.0.2.7'] });

  const asked = await repair();

  expect(asked).toMatchObject({ state: 'denied', outcome: { text: expect.stringContaining('192.0.2.7/32') } });
});

test('a standing grant has no end; its review is asked for again and again, and cuts nothing', async () => {
  const { access, pool, databases, cidrs } = await setUp({ standing: { reviewEvery: '10m' } });
  const asked = await access.ask(pool, { duration: { kind: 'standing' } });
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);
  expect(grant.endMs).toBeUndefined();

  await expect.poll(async () => (await audited('grant.review-asked')).length, { timeout: 20_000 }).toBeGreaterThan(1);

  const reviewed = await access.grant(grant.id);
  expect(reviewed.state).toBe('active');
  expect(reviewed.endMs).toBeUndefined();
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
});

test('a standing grant is refused where the rule does not allow it', async () => {
  const { access, pool } = await setUp();

  const asked = await access.ask(pool, { duration: { kind: 'standing' } });

  expect(asked).toMatchObject({
    state: 'denied',
    outcome: { text: expect.stringContaining('no grant without an end') },
  });
});
