import { afterEach, expect, test, vi } from 'vitest';
import type { World } from '../../../emulators/world/world.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';
const watches = (world: World) => world.kubernetes.journal.entries.filter(({ call }) => call.startsWith('watch '));

test.each([
  ['are refused', { kind: 'error', status: 403, code: 'Forbidden' }],
  ['break off', { kind: 'reset' }],
  ['are never answered', { kind: 'hang' }],
] as const)('a pool is created by polling alone while all watches %s', async (_what, answer) => {
  scenario = await startScenario({
    prepare: ({ kubernetes }) => {
      for (const call of ['watch pods', 'watch nodes']) {
        kubernetes.faults.add({ call, when: 'before', answer, times: 1_000_000 });
      }
    },
  });

  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');

  expect(watches(scenario.world).filter(({ status }) => status === 200)).toEqual([]);
});

test('an identity that may not watch is no obstacle to a pool', async () => {
  scenario = await startScenario({
    prepare: ({ kubernetes }) => {
      kubernetes.settings.denied = [{ verb: 'watch', resource: '*' }];
    },
  });

  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');

  expect(watches(scenario.world).filter(({ status }) => status === 200)).toEqual([]);
});

test('the worker watches pods and nodes of every cluster, and ends its watches when it stops', async () => {
  scenario = await startScenario();
  const { kubernetes, seed } = scenario.world;
  const open = () => scenario.prod.openWatches();
  await vi.waitFor(() => expect(open()).toBe(2 * seed.clusters.length), { timeout: 10_000 });

  await scenario.stopService();

  await vi.waitFor(() => expect(open()).toBe(0), { timeout: 5_000 });
  expect(new Set(kubernetes.journal.entries.map(({ call }) => call))).toContain('watch nodes');
});
