import { expect, test } from 'vitest';
import { type AlertZone, type CapacityAlert, isSnoozed, type Snooze } from '../../../../src/domain/capacity/alert.ts';
import type { Level } from '../../../../src/domain/capacity/level.ts';
import { nextAlert } from '../../../../src/domain/capacity/next-alert.ts';

const hourMs = 3_600_000;
const pool = { id: 'pool-1', name: 'payments', clusterName: 'prod' };

function zones(...levels: Level[]): AlertZone[] {
  return levels.map((level, index) => ({
    zoneId: `cn-beijing-${'hij'[index]}`,
    level,
    ...{ sinceMs: 0, usage: 0.85, used: 34, morePods: 3, bitesFirst: 'address', forecast: { kind: 'unknown' } },
  }));
}

function after(steps: [number, ...Level[]][], from?: CapacityAlert): CapacityAlert | undefined {
  let alert = from;
  for (const [nowMs, ...levels] of steps) alert = nextAlert({ alert, pool, zones: zones(...levels), nowMs }) ?? alert;
  return alert;
}

test('a pool that was never in trouble has no alert, and one whose levels stay is not written again', () => {
  expect(after([[1, 'ok', 'ok']])).toBeUndefined();
  const open = after([[1, 'ok', 'warn']]);
  expect(nextAlert({ alert: open, pool, zones: zones('ok', 'warn'), nowMs: 2 })).toBeUndefined();
});

test('an alert is one from the first level above ok until all zones are ok again, whatever lies between', () => {
  expect(after([[1, 'warn', 'ok']])).toMatchObject({ state: 'open', level: 'warn', openedAtMs: 1, openings: 1 });
  expect(
    after([
      [1, 'warn', 'ok'],
      [2, 'ok', 'critical'],
      [3, 'ok', 'warn'],
      [9, 'ok', 'ok'],
    ]),
  ).toMatchObject({
    ...{ state: 'resolved', level: 'ok', worst: 'critical', openedAtMs: 1, resolvedAtMs: 9, openings: 1 },
  });
  expect(
    after([
      [1, 'warn'],
      [2, 'ok'],
      [5, 'exhausted'],
    ]),
  ).toMatchObject({
    ...{ state: 'open', openedAtMs: 5, resolvedAtMs: undefined, worst: 'exhausted', openings: 2 },
  });
});

const snooze = (changes: Partial<Snooze> = {}): Snooze => {
  return { by: 'U01', atMs: 10, untilMs: undefined, level: 'warn', ...changes };
};

test('a snooze ends with its time, "until worse" with a worse level, and any of them with exhaustion', () => {
  const limited = snooze({ untilMs: hourMs });
  expect(isSnoozed({ level: 'warn', snooze: undefined }, 11)).toBe(false);
  expect(isSnoozed({ level: 'warn', snooze: limited }, hourMs - 1)).toBe(true);
  expect(isSnoozed({ level: 'warn', snooze: limited }, hourMs)).toBe(false);
  expect(isSnoozed({ level: 'critical', snooze: limited }, 11)).toBe(true);
  expect(isSnoozed({ level: 'exhausted', snooze: limited }, 11)).toBe(false);
  expect(isSnoozed({ level: 'exhausted', snooze: snooze({ level: 'exhausted', untilMs: hourMs }) }, 11)).toBe(true);
  expect(isSnoozed({ level: 'warn', snooze: snooze() }, 365 * 24 * hourMs)).toBe(true);
  expect(isSnoozed({ level: 'critical', snooze: snooze() }, 11)).toBe(false);
});

test('a snooze that ended does not come back when the level is milder again, and goes with its alert', () => {
  const snoozed = { ...(after([[1, 'warn']]) as CapacityAlert), snooze: snooze() };

  expect(
    after(
      [
        [20, 'critical'],
        [30, 'warn'],
      ],
      snoozed,
    )?.snooze,
  ).toBeUndefined();
  expect(after([[20, 'ok']], snoozed)).toMatchObject({ state: 'resolved', snooze: undefined });
});
