import { afterEach, expect, test } from 'vitest';
import { nodes } from '../../../emulators/kubernetes/resources.ts';
import { openAlertIndex } from '../../../src/store/alert-record.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';
import { smallPool } from './capacity-scene.ts';

const measured = { capacity: { every: '60s', sustain: '2m' } };

let scenario: Scenario;
afterEach(() => scenario.close());

const audited = async () =>
  (await scenario.audit())
    .filter(({ what }) => what.startsWith('capacity.'))
    .map(({ what, details }) => [what, details.level]);

test('a pool that fills up is one alert from warn to exhausted and resolved, with every change in the audit log', async () => {
  scenario = await startScenario({ file: measured });
  const { pool, run, capacity, alert, untilUsed, untilAlert } = await smallPool(scenario);

  run(8);
  await untilAlert({ state: 'open', level: 'warn', openings: 1 });
  expect(await scenario.store.readIndex(openAlertIndex)).toEqual([`alert-${pool.id}`]);
  expect((await capacity())?.zones).toMatchObject([
    { used: 10, room: 2, morePods: 0, bitesFirst: 'address', usage: 10 / 12 },
  ]);
  run(9);
  await untilAlert({ state: 'open', level: 'critical' });
  run(20);
  await untilAlert({ state: 'open', level: 'exhausted', worst: 'exhausted', openings: 1 });
  const [zone] = (await capacity())?.zones ?? [];
  expect(zone).toMatchObject({ used: 12, free: 0, room: 0, isStarving: true });
  expect(zone?.waitingPods).toBeGreaterThan(0);
  run(1);
  await untilUsed(3);
  await untilAlert({ state: 'resolved', level: 'ok', openings: 1 });

  const { openedAtMs = 0, resolvedAtMs = 0 } = (await alert()) ?? {};
  expect(resolvedAtMs).toBeGreaterThan(openedAtMs);
  expect(await scenario.store.readIndex(openAlertIndex)).toEqual([]);
  const levels = await audited();
  expect(levels[0]).toEqual(['capacity.alert-opened', 'warn']);
  expect(levels).toContainEqual(['capacity.alert-changed', 'exhausted']);
  expect(levels.at(-1)).toEqual(['capacity.alert-resolved', 'ok']);
  expect(levels.filter(([what]) => what !== 'capacity.alert-changed')).toHaveLength(2);
});

test('what nodes keep warm counts as room, and nodes that are cordoned take it with them', async () => {
  scenario = await startScenario({ file: measured });
  const { run, capacity, untilUsed } = await smallPool(scenario);
  run(8);
  await untilUsed(10);

  run(2);
  await untilUsed(4);
  const before = (await capacity())?.zones[0];
  for (const node of scenario.prod.list(nodes)) {
    if (node.metadata.labels?.['egress-pool/name'] !== 'payments') continue;
    scenario.prod.put(nodes, { ...node, spec: { ...node.spec, unschedulable: true } });
  }

  expect(before).toMatchObject({ usable: 12, room: 8, stranded: 0 });
  expect(before?.warm).toBeGreaterThan(0);
  const after = async () => (await capacity())?.zones[0];
  await expect.poll(after, { timeout: 5_000 }).toMatchObject({ warm: 0, room: 0, bitesFirst: 'eni' });
  expect((await after())?.stranded).toBeGreaterThan(0);
});

test('a pool that is gone leaves no alert open', async () => {
  scenario = await startScenario({ file: measured });
  const { pool, run, untilAlert } = await smallPool(scenario);
  run(20);
  await untilAlert({ state: 'open', level: 'exhausted' });

  await scenario.store.commit({
    records: [{ id: pool.id, state: 'gone' }],
    removeFrom: [{ index: 'pools', id: pool.id }],
  });

  await untilAlert({ state: 'resolved', zones: [] });
});

test('counts of the cloud that are late are believed only as far as the pods that run allow', async () => {
  scenario = await startScenario({ file: measured });
  const { run, capacity, untilUsed } = await smallPool(scenario);
  run(0);
  await untilUsed(2);
  scenario.world.alicloud.settings.addressCountKeptMs = 24 * 3_600_000;
  await expect.poll(async () => (await capacity())?.zones[0]?.free, { timeout: 5_000 }).toBeLessThan(11);

  run(9);
  await untilUsed(11);

  expect((await capacity())?.zones[0]).toMatchObject({ free: 1, room: 1 });
});
