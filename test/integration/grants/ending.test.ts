import { afterEach, expect, test } from 'vitest';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const minuteMs = 60_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function granted(durationMs = 30 * 24 * 60 * minuteMs) {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const grant = await access.granted(pool, durationMs);
  return { access, pool, grant, databases: scenario.world.alicloud.databases };
}

const audited = async (what: string) => (await scenario.audit()).filter((entry) => entry.what === what);

test('a revoke keeps what others put into our group, and reports it', async () => {
  const { access, grant, databases } = await granted();
  const ours = databases.entries(instanceId, grant.groupName) ?? [];
  databases.editGroup(instanceId, { name: grant.groupName, entries: [...ours, '192.0.2.7'] });

  await scenario.until(await access.revoke(grant.id), 'done');

  expect(databases.entries(instanceId, grant.groupName)).toEqual(['192.0.2.7']);
  expect(await access.grant(grant.id)).toMatchObject({ state: 'ended' });
  const [ended] = await audited('grant.ended');
  expect(ended?.details.foreign).toEqual([`192.0.2.7 on ${instanceId}`]);
});

test('a revoke waits for an instance that does not run, is loud meanwhile, and then ends access', async () => {
  const { access, grant, databases } = await granted();
  databases.setStatus(instanceId, { status: 'Restoring', forMs: 60 * minuteMs });

  const ending = await access.revoke(grant.id);
  await access.untilGrant(grant.id, 'overdue');
  expect(await scenario.store.readLock(`whitelist-${instanceId}`)).toEqual([]);
  await scenario.until(ending, 'done');

  expect(await access.grant(grant.id)).toMatchObject({ state: 'ended' });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  expect((await audited('grant.overdue')).length).toBeGreaterThan(1);
});

test('at its end a grant ends by itself, after it was announced', async () => {
  const { access, grant, databases } = await granted(90 * minuteMs);

  const ended = await access.untilGrant(grant.id, 'ended');

  expect(ended.endedAtMs ?? 0).toBeGreaterThanOrEqual(grant.endMs ?? Number.POSITIVE_INFINITY);
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  expect(await audited('grant.end-announced')).toHaveLength(1);
  expect(await audited('grant.ending')).toHaveLength(1);
});

test('a write that takes effect after the removal is found and removed again', async () => {
  const { access, grant, databases } = await granted();
  const ours = databases.entries(instanceId, grant.groupName) ?? [];
  const ending = await access.revoke(grant.id);
  await scenario.untilStep(ending, 'settle', 'running');

  databases.editGroup(instanceId, { name: grant.groupName, entries: ours });
  await scenario.until(ending, 'done');

  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  const steps = (await scenario.operation(ending)).steps.map(({ name }) => name);
  expect(steps).toContain('remove-2');
});

test('an ending that somebody stopped is begun again', async () => {
  const { access, grant, databases } = await granted();
  databases.setStatus(instanceId, { status: 'Restoring', forMs: 20 * minuteMs });
  const ending = await access.revoke(grant.id);
  await scenario.store.commit({ records: [{ id: ending, state: 'cancelled' }] });

  await access.untilGrant(grant.id, 'ended');

  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  expect((await access.grant(grant.id)).operationId).not.toBe(ending);
});
