import { expect, test } from 'vitest';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { alertOf } from '../../../src/store/alert-record.ts';
import { readCapacity } from '../../../src/store/capacity-record.ts';
import { poolChange, poolIndex } from '../../../src/store/pool-record.ts';
import { createCapacitySweep } from '../../../src/sweeps/capacity.ts';
import { createRandom } from '../../support/random.ts';
import { openStore } from '../store/open-store.ts';
import { pool, pretendCluster } from './pretend-cluster.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-03-02T00:00:00Z');

/** The real sweep on a real store, with a clock that goes on when the sweep wants to be called again. */
async function startWeek(podsAt: (sinceMs: number) => number) {
  const { store } = await openStore();
  await store.commit({
    records: [poolChange(pool, { absent: true })],
    addTo: [{ index: poolIndex, id: pool.id, atMs: 1 }],
  });
  let nowMs = startMs;
  const sweep = createCapacitySweep({
    ...pretendCluster(() => Math.round(podsAt(nowMs - startMs))),
    ...{ store, clock: createClock(1, () => nowMs), log: createLogger({ level: 'silent' }), installation: 'test' },
    endpointsOf: new Map(),
    settings: {
      ...{ warn: 0.8, critical: 0.9, clear: 0.7, everyMs: 10 * minuteMs, sustainMs: 20 * minuteMs },
      forecastMs: 48 * hourMs,
    },
  });
  return {
    store,
    async untilDay(day: number): Promise<void> {
      while (nowMs < startMs + day * dayMs) {
        const next = await sweep.handle('capacity');
        nowMs += next.kind === 'later' ? next.delayMs : 0;
      }
    },
    read: () => readCapacity(store, pool.id),
    async alert() {
      const record = await store.read('alert-pool-1');
      return record && alertOf(record);
    },
    told: async () =>
      (await store.readAudit({ after: 0, limit: 100 })).map(({ what, details }) => `${what} ${details.level}`),
  };
}

test('a week: days that rise and fall are silent, growth is told with a time that comes true, and relief ends it', async () => {
  const noise = createRandom(11);
  const cycle = (ms: number) => 55 + 20 * Math.sin((2 * Math.PI * ms) / dayMs) + (noise() - 0.5) * 4;
  const growth = (ms: number) => 75 + (2 * (ms - 4.25 * dayMs)) / hourMs;
  const podsAt = (ms: number) => {
    if (ms < 4.25 * dayMs) return cycle(ms);
    return ms < 6 * dayMs ? Math.min(122, growth(ms)) : 50;
  };
  const week = await startWeek(podsAt);
  const startedAt = performance.now();

  await week.untilDay(4);
  expect(await week.told()).toEqual([]);
  await week.untilDay(4.25 + 14 / 24);
  const warned = await week.alert();
  expect(warned).toMatchObject({ state: 'open', level: 'warn' });
  const forecast = (await week.read()).now?.zones[0]?.forecast;
  // 103 of 124 pods, two more an hour: ten and a half hours are left.
  expect(forecast?.kind).toBe('empties');
  if (forecast?.kind === 'empties') {
    expect(forecast.earliestMs).toBeGreaterThan(7 * hourMs);
    expect(forecast.earliestMs).toBeLessThan(13 * hourMs);
  }
  await week.untilDay(6);
  expect(await week.alert()).toMatchObject({ state: 'open', level: 'critical' });
  await week.untilDay(7);

  expect(await week.told()).toEqual([
    'capacity.alert-opened warn',
    'capacity.alert-changed critical',
    'capacity.alert-resolved ok',
  ]);
  const { resolvedAtMs = 0, openedAtMs = 0 } = (await week.alert()) ?? {};
  expect((resolvedAtMs - openedAtMs) / hourMs).toBeCloseTo(42 - 12, -1);
  const [stored] = await week.store.readCapacity([pool.id], { samples: 10_000, hours: 10_000 });
  expect(stored?.hours).toHaveLength(7 * 24 - 1);
  expect((await week.read()).samples).toHaveLength(7 * 24 * 6);
  console.log(
    `a week of measurements every ten minutes took ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`,
  );
});
