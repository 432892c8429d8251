import { expect, test } from 'vitest';
import { capacityCurve } from '../../../../src/domain/capacity/capacity-curve.ts';
import type { MeasuredZone } from '../../../../src/domain/capacity/pool-capacity.ts';

const hourMs = 3_600_000;
const nowMs = 100 * hourMs;
const measured = (used: number, room: number): MeasuredZone => ({
  ...{ zoneId: 'h', vSwitches: [], total: 64, usable: 60, used, warm: 0, stranded: 0, free: room, nodes: 2 },
  ...{ waitingPods: 0, isStarving: false, room, morePods: room, bitesFirst: 'address', usage: used / (used + room) },
  ...{ forecast: { kind: 'unknown' }, state: { level: 'ok', sinceMs: 0, pending: undefined, measuredMs: 0 } },
});
const sample = (hoursAgo: number, used: number, room: number) => ({
  atMs: nowMs - hoursAgo * hourMs,
  zones: [{ zoneId: 'h', used, free: room, room }],
});
const curveOf = (samples: ReturnType<typeof sample>[], elapsed = (sinceMs: number) => nowMs - sinceMs) =>
  capacityCurve({
    now: { poolId: 'p', atMs: nowMs, zones: [measured(30, 10)], unscheduledPods: 0, forecastAtMs: undefined },
    samples,
    thresholds: { warn: 0.8, critical: 0.9 },
    elapsed,
  });

test('a curve is as long as there are samples, ends now, and has its thresholds as pods', () => {
  const { spanMs, zones } = curveOf([sample(5, 10, 30), sample(2, 20, 20)]);

  expect(spanMs).toBe(6 * hourMs);
  expect(zones).toEqual([
    {
      zoneId: 'h',
      points: [
        { tMs: -5 * hourMs, used: 10, fits: 40 },
        { tMs: -2 * hourMs, used: 20, fits: 40 },
        { tMs: 0, used: 30, fits: 40 },
      ],
      warnAt: 32,
      criticalAt: 36,
    },
  ]);
});

test('a day of minutes is thinned to what a picture shows, and its peaks stay', () => {
  const minutes = Array.from({ length: 1_440 }, (_, at) => sample(24 - at / 60, at === 700 ? 39 : 20, 10));

  const points = curveOf(minutes).zones[0]?.points ?? [];

  expect(points.length).toBeLessThanOrEqual(242);
  expect(Math.max(...points.map(({ used }) => used))).toBe(39);
});

test('where time passes faster the curve is in domain time, and samples of a zone that is new begin late', () => {
  const scaled = curveOf([sample(0.1, 10, 30)], (sinceMs) => (nowMs - sinceMs) * 100);
  expect(scaled.spanMs).toBe(12 * hourMs);

  expect(curveOf([{ atMs: nowMs - hourMs, zones: [] }]).zones[0]?.points).toEqual([{ tMs: 0, used: 30, fits: 40 }]);
});
