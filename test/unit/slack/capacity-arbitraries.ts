import fc from 'fast-check';
import type { AlertZone, CapacityAlert, OutageAlert } from '../../../src/domain/capacity/alert.ts';
import type { Forecast } from '../../../src/domain/capacity/forecast.ts';
import { levels } from '../../../src/domain/capacity/level.ts';
import type { PoolRoom } from '../../../src/use-cases/show-capacity.ts';
import { anyPool, text } from './arbitraries.ts';

const instant = fc.integer({ min: 1, max: 4_000_000_000_000 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const level = fc.constantFrom(...levels);
const count = fc.nat(5_000);

const forecast: fc.Arbitrary<Forecast> = fc.oneof(
  fc.constant({ kind: 'unknown' as const }),
  fc.constant({ kind: 'steady' as const }),
  fc.record({ kind: fc.constant('empties' as const), earliestMs: fc.nat(), latestMs: fc.nat() }),
);

const alertZone: fc.Arbitrary<AlertZone> = fc.record({
  ...{ zoneId: text, level, sinceMs: instant, used: count, morePods: count, forecast },
  usage: fc.double({ min: 0, max: 2, noNaN: true }),
  bitesFirst: fc.constantFrom('address', 'eni', 'node'),
});

export const anyAlert: fc.Arbitrary<CapacityAlert> = fc.record({
  ...{ id: fc.constant('alert-pool-aaaaaaaaaaaa'), rev: count, poolId: text, poolName: text, clusterName: text },
  state: fc.constantFrom('open' as const, 'resolved' as const),
  ...{ level, worst: level, openings: count, openedAtMs: maybe(instant), resolvedAtMs: maybe(instant) },
  zones: fc.array(alertZone, { maxLength: 30 }),
  snooze: maybe(fc.record({ by: text, atMs: instant, untilMs: maybe(instant), level })),
});

export const anyOutage: fc.Arbitrary<OutageAlert> = fc.record({
  ...{ id: fc.constant('alert-cluster-x'), rev: count, code: text, poolNames: fc.array(text), openings: count },
  state: fc.constantFrom('open' as const, 'resolved' as const),
  source: fc.oneof(
    fc.record({ kind: fc.constant('cluster' as const), clusterName: text }),
    fc.record({ kind: fc.constant('cloud' as const), regionId: text }),
  ),
  ...{ openedAtMs: maybe(instant), resolvedAtMs: maybe(instant) },
});

export const anyRoom: fc.Arbitrary<PoolRoom> = fc
  .record({ pool: anyPool, zones: fc.array(alertZone, { maxLength: 25 }), isSnoozed: fc.boolean() })
  .chain(({ pool, zones, isSnoozed }) =>
    fc.record({
      ...{ pool: fc.constant(pool), zones: fc.constant(zones), isSnoozed: fc.constant(isSnoozed) },
      ...{ alert: maybe(anyAlert), outage: maybe(anyOutage) },
      now: maybe(
        fc.constant({ poolId: pool.id, atMs: 5, zones: zones.map(measured), unscheduledPods: 3, forecastAtMs: 5 }),
      ),
    }),
  );

function measured({ sinceMs, ...zone }: AlertZone) {
  return {
    ...zone,
    ...{ vSwitches: [], total: 64, usable: 60, warm: 3, stranded: 2, free: 9, nodes: 2, waitingPods: 1 },
    ...{ isStarving: false, room: 12, state: { level: zone.level, sinceMs, pending: undefined, measuredMs: 5 } },
  };
}
