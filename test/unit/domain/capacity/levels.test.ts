import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Forecast } from '../../../../src/domain/capacity/forecast.ts';
import { type Level, levels, targetLevel } from '../../../../src/domain/capacity/level.ts';
import { type LevelState, nextLevel } from '../../../../src/domain/capacity/next-level.ts';

const thresholds = { warn: 0.8, critical: 0.9, clear: 0.7 };
const unknown: Forecast = { kind: 'unknown' };
const steady: Forecast = { kind: 'steady' };
const empties: Forecast = { kind: 'empties', earliestMs: 1, latestMs: 2 };

function zone(usage: number, isStarving = false) {
  return { usage, used: Math.round(usage * 100), room: Math.round((1 - usage) * 100), waitingPods: 0, isStarving };
}

const table: [Level, number, Forecast, Level][] = [
  ['ok', 0.79, empties, 'ok'],
  ['ok', 0.8, empties, 'warn'],
  ['ok', 0.8, unknown, 'warn'],
  ['ok', 0.89, steady, 'ok'],
  ['ok', 0.9, steady, 'critical'],
  ['ok', 1, steady, 'exhausted'],
  ['warn', 0.79, steady, 'warn'],
  ['warn', 0.7, steady, 'warn'],
  ['warn', 0.69, empties, 'ok'],
  ['warn', 0.9, steady, 'critical'],
  ['critical', 0.89, steady, 'critical'],
  ['critical', 0.8, steady, 'critical'],
  ['critical', 0.79, steady, 'warn'],
  ['critical', 0.69, steady, 'ok'],
  ['critical', 1, steady, 'exhausted'],
  ['exhausted', 0.95, steady, 'exhausted'],
  ['exhausted', 0.89, steady, 'critical'],
  ['exhausted', 0.75, steady, 'warn'],
  ['exhausted', 0.1, empties, 'ok'],
];

it.each(table)('at %s, %d used and a forecast that is %j speak for %s', (current, usage, forecast, expected) => {
  expect(targetLevel({ current, zone: zone(usage), forecast, thresholds })).toBe(expected);
});

test('a zone that starves is exhausted, and one without any pod never is', () => {
  const given = { current: 'ok' as const, forecast: steady, thresholds };

  expect(targetLevel({ ...given, zone: zone(0.3, true) })).toBe('exhausted');
  expect(targetLevel({ ...given, zone: { usage: 0, used: 0, room: 0, waitingPods: 0, isStarving: false } })).toBe('ok');
});

const minuteMs = 60_000;
const sustainMs = 2 * minuteMs;

/** A measurement a minute, unless the instants are given. */
function run(usages: number[], atMs: number[] = usages.map((_, index) => index * minuteMs)): LevelState[] {
  const states: LevelState[] = [];
  for (const [index, usage] of usages.entries()) {
    const nowMs = atMs[index] ?? 0;
    const given = { zone: zone(usage), forecast: unknown, thresholds, sustainMs, longestGapMs: 5 * minuteMs };
    states.push(nextLevel({ ...given, state: states.at(-1), nowMs }));
  }
  return states;
}

const levelsOf = (states: LevelState[]) => states.map(({ level }) => level);

test('a level changes when it was there for the sustained time, and a short peak is never told', () => {
  expect(levelsOf(run([0.85, 0.85, 0.85]))).toEqual(['ok', 'ok', 'warn']);
  expect(levelsOf(run([0.85, 1, 0.5, 0.85, 0.5]))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('the level goes only as far as all measurements of the sustained time went', () => {
  expect(levelsOf(run([0.85, 1, 1, 1, 1]))).toEqual(['ok', 'ok', 'warn', 'warn', 'exhausted']);
  expect(levelsOf(run([1, 1, 1, 0.75, 0.1, 0.1, 0.1, 0.1]))).toEqual([
    ...['ok', 'ok', 'exhausted', 'exhausted', 'exhausted', 'warn', 'warn', 'ok'],
  ]);
});

test('swinging around a threshold changes nothing once it is told', () => {
  const swinging = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 0.82 : 0.75));

  expect(new Set(levelsOf(run([0.85, 0.85, 0.85, ...swinging])).slice(3))).toEqual(new Set(['warn']));
});

test('two measurements with an outage between them do not speak for the time between', () => {
  const outage = [0, 1, 61, 62, 63].map((minute) => minute * minuteMs);

  expect(levelsOf(run([0.5, 0.95, 0.95, 0.95, 0.95], outage))).toEqual(['ok', 'ok', 'ok', 'ok', 'critical']);
});

test('no sequence of measurements changes the level faster than the sustained time', () => {
  const measurement = fc.record({
    usage: fc.constantFrom(0, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1),
    isStarving: fc.boolean(),
    forecast: fc.constantFrom(unknown, steady, empties),
    afterMs: fc.integer({ min: 0, max: 10 * minuteMs }),
  });
  fc.assert(
    fc.property(
      fc.array(measurement, { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 * minuteMs }),
      (all, sustained) => {
        let state: LevelState | undefined;
        let nowMs = 1_000_000;
        let changedMs = nowMs;
        for (const { usage, isStarving, forecast, afterMs } of all) {
          nowMs += state ? afterMs : 0;
          const before = state?.level ?? 'ok';
          const times = { nowMs, sustainMs: sustained, longestGapMs: 2 * sustained };
          state = nextLevel({ state, zone: zone(usage, isStarving), forecast, thresholds, ...times });
          expect(levels).toContain(state.level);
          if (state.level === before) continue;
          expect(nowMs - changedMs).toBeGreaterThanOrEqual(sustained);
          expect(state.sinceMs).toBe(nowMs);
          changedMs = nowMs;
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
