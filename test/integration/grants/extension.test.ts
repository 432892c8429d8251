import { afterEach, expect, test } from 'vitest';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const hourMs = 3_600_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function granted() {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const grant = await access.granted(pool, 20 * hourMs);
  const extend = async () =>
    access.ask(pool, {
      ...{ kind: 'extension', grantId: grant.id, requesters: grant.requesters },
      duration: { kind: 'limited', durationMs: 10 * hourMs },
    });
  return { access, grant, extend, databases: scenario.world.alicloud.databases };
}

const longer = (grant: Grant, hours: number) =>
  (grant.endMs ?? 0) + createClock(scenario.world.scale).delay(hours * hourMs);

test('an extension that people approved moves the end and nothing else', async () => {
  const { access, grant, extend, databases } = await granted();
  const entries = databases.entries(instanceId, grant.groupName);
  const asked = await extend();
  expect(asked.plan?.plan).toMatchObject({ kind: 'extension', addedCidrs: [] });
  await access.approve(asked.id, { endMs: longer(grant, 10) });

  const extended = await access.applied(asked.id);

  expect(extended).toMatchObject({ state: 'active', endMs: longer(grant, 10), wasExtendedFreely: false });
  expect(extended.firstApprovedAtMs).toBe(grant.firstApprovedAtMs);
  expect(databases.entries(instanceId, grant.groupName)).toEqual(entries);
});

test('an end later than was asked for is refused', async () => {
  const { access, grant, extend } = await granted();
  const asked = await extend();
  await access.approve(asked.id, { endMs: longer(grant, 11) });

  const operation = await scenario.until(await access.apply(asked.id), 'failed');

  expect(operation.error?.text).toContain('a later end than was asked for');
  expect(await access.grant(grant.id)).toMatchObject({ state: 'active', endMs: grant.endMs });
});

test('when a DBA took an entry of ours out, an extension is refused and puts nothing back', async () => {
  const { access, grant, extend, databases } = await granted();
  const asked = await extend();
  await access.approve(asked.id, { endMs: longer(grant, 10) });
  const [first = ''] = databases.entries(instanceId, grant.groupName) ?? [];
  databases.editGroup(instanceId, { name: grant.groupName, entries: [first] });

  const operation = await scenario.until(await access.apply(asked.id), 'failed');

  expect(operation.error?.text).toMatch(/somebody else took .* out of our group/);
  expect(databases.entries(instanceId, grant.groupName)).toEqual([first]);
});
