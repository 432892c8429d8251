import { expect, it, test } from 'vitest';
import { type Forecast, forecastEmpty } from '../../../../src/domain/capacity/forecast.ts';
import type { Point } from '../../../../src/domain/capacity/theil-sen.ts';
import { createRandom } from '../../../support/random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface Series {
  /** Pods at an instant; negative is the past. */
  pods: (tMs: number) => number;
  capacity: number;
  /** How far the samples go back. */
  historyMs: number;
}

function forecast({ pods, capacity, historyMs }: Series): Forecast {
  const whole = (tMs: number) => Math.max(0, Math.round(pods(tMs)));
  const minutes = Array.from(
    { length: Math.floor(Math.min(historyMs, dayMs) / minuteMs) },
    (_, index) => -index * minuteMs,
  );
  const hours = Array.from({ length: Math.floor(historyMs / hourMs) }, (_, index) => -(index + 0.5) * hourMs);
  const at = (tMs: number): Point => ({ tMs, value: whole(tMs) });
  return forecastEmpty({
    recent: minutes.map(at),
    hourly: hours.map(at),
    used: whole(0),
    capacity,
    horizonMs: 48 * hourMs,
  });
}

/** When the series itself reaches the top. */
function truthMs({ pods, capacity }: Series): number {
  for (let tMs = 0; tMs < 14 * dayMs; tMs += minuteMs) if (pods(tMs) >= capacity) return tMs;
  return Number.POSITIVE_INFINITY;
}

const noise = createRandom(7);
const noisy = new Map<number, number>();
/** The same noise at the same instant, about plus and minus two pods. */
function noiseAt(tMs: number): number {
  const known = noisy.get(tMs) ?? (noise() + noise() + noise() - 1.5) * 2.6;
  noisy.set(tMs, known);
  return known;
}

const hours = (tMs: number) => tMs / hourMs;
const cycle = (tMs: number) => Math.sin((2 * Math.PI * tMs) / dayMs);

const emptying: [string, Series, number][] = [
  ['linear, 6 pods an hour', { pods: (t) => 60 + 6 * hours(t), capacity: 90, historyMs: 6 * hourMs }, 0.1],
  [
    'linear, 6 pods an hour, after 50 minutes',
    { pods: (t) => 60 + 6 * hours(t), capacity: 90, historyMs: 50 * minuteMs },
    0.25,
  ],
  ['linear, 1 pod in two hours', { pods: (t) => 60 + 0.5 * hours(t), capacity: 70, historyMs: dayMs }, 0.25],
  ['linear with noise', { pods: (t) => 60 + 4 * hours(t) + noiseAt(t), capacity: 90, historyMs: dayMs }, 0.2],
  [
    'a daily cycle on top of growth',
    { pods: (t) => 100 + 0.5 * hours(t) + 10 * cycle(t), capacity: 116, historyMs: 7 * dayMs },
    0.35,
  ],
  [
    'growth that began two hours ago after a quiet week',
    { pods: (t) => 60 + 8 * Math.max(0, hours(t) + 2), capacity: 100, historyMs: 7 * dayMs },
    0.35,
  ],
  [
    'growth after a step',
    { pods: (t) => (hours(t) < -3 ? 20 : 60 + 5 * hours(t)), capacity: 90, historyMs: dayMs },
    0.2,
  ],
];

it.each(emptying)('%s: the range is near the truth', (name, series, allowed) => {
  const found = forecast(series);
  const truth = truthMs(series);

  const shown =
    found.kind === 'empties' ? [found.earliestMs, found.latestMs].map((ms) => hours(ms).toFixed(1)).join(' to ') : '';
  const missMs = found.kind === 'empties' ? Math.max(0, found.earliestMs - truth, truth - found.latestMs) : Number.NaN;
  console.log(
    `${name}: ${found.kind} ${shown} h, truth ${hours(truth).toFixed(1)} h, off by ${((missMs / truth) * 100).toFixed(0)} %`,
  );
  expect(found.kind).toBe('empties');
  expect(missMs / truth).toBeLessThanOrEqual(allowed);
});

const quiet: [string, Series, Forecast['kind'][]][] = [
  ['nothing at all', { pods: () => 85, capacity: 100, historyMs: 0 }, ['unknown']],
  ['twenty minutes', { pods: (t) => 60 + 20 * hours(t), capacity: 100, historyMs: 20 * minuteMs }, ['unknown']],
  ['flat', { pods: () => 85, capacity: 100, historyMs: dayMs }, ['steady']],
  ['falling', { pods: (t) => 60 - 5 * hours(t), capacity: 100, historyMs: dayMs }, ['steady']],
  ['noise alone', { pods: (t) => 60 + noiseAt(t), capacity: 100, historyMs: dayMs }, ['steady', 'unknown']],
  ['a step and then rest', { pods: (t) => (hours(t) < -2 ? 20 : 70), capacity: 100, historyMs: dayMs }, ['steady']],
  ['a step right now', { pods: (t) => (hours(t) < -0.2 ? 20 : 70), capacity: 100, historyMs: dayMs }, ['unknown']],
];

it.each(quiet)('%s: no time is named', (_name, series, kinds) => {
  expect(kinds).toContain(forecast(series).kind);
});

test('a daily cycle of a week that never reaches the top is not mistaken for growth, at any hour of the day', () => {
  const found = Array.from({ length: 24 }, (_, hour) =>
    forecast({ pods: (t) => 60 + 20 * cycle(t + hour * hourMs), capacity: 100, historyMs: 7 * dayMs }),
  );

  expect(found.filter(({ kind }) => kind === 'empties')).toEqual([]);
});

test('a cycle whose next top is too high is told before it comes', () => {
  const series = { pods: (t: number) => 60 + 20 * cycle(t) + hours(t) * 0.1, capacity: 80, historyMs: 7 * dayMs };

  const found = forecast(series);

  expect(found.kind).toBe('empties');
  if (found.kind === 'empties') expect(found.earliestMs).toBeLessThan(7 * hourMs);
});
