import type { Thresholds } from './level.ts';
import type { CapacitySample, PoolCapacity } from './pool-capacity.ts';

/** What a chart of a pool shows: for each zone the pods with an address and how many fit, over the last hours. */
export interface CapacityCurve {
  /** Domain time that the chart covers. */
  spanMs: number;
  zones: ZoneCurve[];
}

export interface ZoneCurve {
  zoneId: string;
  /** Oldest first, the last one is now. */
  points: CurvePoint[];
  /** Pods at which the zone counts as getting full and as nearly full. */
  warnAt: number;
  criticalAt: number;
}

export interface CurvePoint {
  /** Domain milliseconds; 0 is now, the past is negative. */
  tMs: number;
  used: number;
  fits: number;
}

const hourMs = 3_600_000;
const spans = [1, 3, 6, 12, 24].map((hours) => hours * hourMs);
const dayMs = 24 * hourMs;
/** A chart is not wider than this many points. */
const mostPoints = 240;

/** The curve of a measured pool, as long as there are samples of it, a day at most; of each stretch its fullest moment. */
export function capacityCurve(given: {
  now: PoolCapacity;
  samples: readonly CapacitySample[];
  thresholds: Pick<Thresholds, 'warn' | 'critical'>;
  /** Domain time since an instant. */
  elapsed: (sinceMs: number) => number;
}): CapacityCurve {
  const { now, samples, thresholds, elapsed } = given;
  const timed = samples.map(({ atMs, zones }) => ({ tMs: Math.min(0, elapsed(now.atMs) - elapsed(atMs)), zones }));
  const longestMs = Math.max(0, ...timed.map(({ tMs }) => -tMs));
  const spanMs = spans.find((span) => span >= longestMs) ?? dayMs;
  const shown = timed.filter(({ tMs }) => tMs >= -spanMs);
  return {
    spanMs,
    zones: now.zones.map(({ zoneId, used, room }) => {
      const fits = used + room;
      const before = shown.flatMap(({ tMs, zones }): CurvePoint[] => {
        const zone = zones.find((one) => one.zoneId === zoneId);
        return zone ? [{ tMs, used: zone.used, fits: zone.used + zone.room }] : [];
      });
      return {
        zoneId,
        points: [...thinned(before, spanMs), { tMs: 0, used, fits }],
        warnAt: thresholds.warn * fits,
        criticalAt: thresholds.critical * fits,
      };
    }),
  };
}

function thinned(points: readonly CurvePoint[], spanMs: number): CurvePoint[] {
  const stretches = Map.groupBy(points, ({ tMs }) => Math.floor((tMs * mostPoints) / spanMs));
  return [...stretches.values()].flatMap((some) => {
    const fullest = some.toSorted((left, right) => right.used - left.used)[0];
    return fullest ? [fullest] : [];
  });
}
