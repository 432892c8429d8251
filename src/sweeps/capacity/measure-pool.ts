import { type Forecast, forecastEmpty, profileMs, recentMs } from '../../domain/capacity/forecast.ts';
import { nextLevel } from '../../domain/capacity/next-level.ts';
import type { MeasuredZone, PoolCapacity } from '../../domain/capacity/pool-capacity.ts';
import { measureZone, type ZoneCapacity } from '../../domain/capacity/zone-capacity.ts';
import type { ZoneReading } from '../../domain/capacity/zone-reading.ts';
import type { CapacityHistory } from '../../store/capacity-record.ts';
import type { CapacityDeps } from './capacity-deps.ts';

export interface MeasureInput {
  poolId: string;
  readings: ZoneReading[];
  unscheduledPods: number;
  before: PoolCapacity | undefined;
  /** With samples and hours where a forecast is due; undefined: the last one still holds. */
  history: CapacityHistory | undefined;
  nowMs: number;
}

const minuteMs = 60_000;

/** A forecast is made anew every five minutes of domain time, and at every measurement once it may decide a level. */
export function isForecastDue(
  { clock, settings }: Pick<CapacityDeps, 'clock' | 'settings'>,
  before: PoolCapacity | undefined,
): boolean {
  if (before?.forecastAtMs === undefined || clock.elapsed(before.forecastAtMs) >= 5 * minuteMs) return true;
  return before.zones.some(({ usage }) => usage >= settings.clear);
}

/** A pool as it is now: what it still takes, when that ends, and which level all measurements lately agree on. */
export function measurePool(deps: Pick<CapacityDeps, 'clock' | 'settings'>, input: MeasureInput): PoolCapacity {
  const { poolId, readings, unscheduledPods, before, history, nowMs } = input;
  const zones = readings.map((reading): MeasuredZone => {
    const zone = measureZone(reading);
    const known = before?.zones.find(({ zoneId }) => zoneId === zone.zoneId);
    const forecast = history ? forecastOf(deps, zone, history) : (known?.forecast ?? { kind: 'unknown' });
    return { ...zone, forecast, state: levelOf(deps, { zone, forecast, known, nowMs }) };
  });
  const forecastAtMs = history ? nowMs : before?.forecastAtMs;
  return { poolId, atMs: nowMs, zones, unscheduledPods, forecastAtMs };
}

function levelOf(
  { clock, settings }: Pick<CapacityDeps, 'clock' | 'settings'>,
  given: { zone: ZoneCapacity; forecast: Forecast; known: MeasuredZone | undefined; nowMs: number },
) {
  const { everyMs, sustainMs } = settings;
  return nextLevel({
    ...given,
    state: given.known?.state,
    thresholds: settings,
    sustainMs: clock.delay(sustainMs),
    longestGapMs: clock.delay(Math.max(sustainMs, 3 * everyMs)),
  });
}

function forecastOf(
  { clock, settings }: Pick<CapacityDeps, 'clock' | 'settings'>,
  { zoneId, used, room }: ZoneCapacity,
  { samples, hours }: CapacityHistory,
): Forecast {
  const points = (lines: CapacityHistory['samples'], withinMs: number) =>
    lines.flatMap(({ atMs, zones }) => {
      const tMs = -clock.elapsed(atMs);
      const zone = zones.find((one) => one.zoneId === zoneId);
      return zone && tMs >= -withinMs ? [{ tMs, value: zone.used }] : [];
    });
  return forecastEmpty({
    recent: [...points(samples, recentMs), { tMs: 0, value: used }],
    hourly: points(hours, profileMs),
    used,
    capacity: used + room,
    horizonMs: settings.forecastMs,
  });
}
