import { type DailyProfile, findDailyProfile } from './daily-profile.ts';
import { medianOf, type Point, type Slope, theilSen } from './theil-sen.ts';

/** When a zone runs out if things go on as they did. Durations of domain time from the moment of the forecast. */
export type Forecast =
  /** The data do not say: too few, or they rise and fall too much. */
  | { kind: 'unknown' }
  /** As far as the data show, not within the horizon. */
  | { kind: 'steady' }
  /** With the range that the spread of the slopes allows; `latestMs` is at most `farthestMs`. */
  | { kind: 'empties'; earliestMs: number; latestMs: number };

export interface ForecastInput {
  /** Pods with an address in the last hours, any order. */
  recent: readonly Point[];
  /** The most pods of each hour in the last days; may be empty. */
  hourly: readonly Point[];
  /** Pods now, and how many fit in all. */
  used: number;
  capacity: number;
  /** Domain time: what lies behind it is `steady`. */
  horizonMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** How far back the trend is looked for. */
export const recentMs = 6 * hourMs;
const latelyMs = 2 * hourMs;
/** How far back the daily cycle is. */
export const profileMs = 7 * 24 * hourMs;
/** Ranges end here. */
export const farthestMs = 14 * 24 * hourMs;
const binMs = 10 * minuteMs;
const fewestBins = 4;
/** Pods are whole: a rise by less is no trend. */
const fewestPods = 2;
/** One jump that is more than this share of all movement is a step: what was before it says nothing about the trend. */
const stepShare = 0.6;
const walkMs = 15 * minuteMs;

/**
 * When the pods reach what fits: the robust slope of the last hours, freed from the daily cycle where there is one and
 * from what was before a step, carried on together with the cycle. Silent unless the whole range of slopes rises; what
 * began lately shows in the shorter window first.
 */
export function forecastEmpty(input: ForecastInput): Forecast {
  const profile = findDailyProfile(input.hourly.filter(({ tMs }) => tMs >= -profileMs));
  const level = input.recent.map(({ tMs, value }) => ({ tMs, value: value - (profile?.(tMs) ?? 0) }));
  const [overall, lately] = [recentMs, latelyMs].map((windowMs) =>
    forecastFrom(inBins(level.filter(({ tMs }) => tMs >= -windowMs)), input, profile),
  );
  if (overall?.kind !== 'empties' && lately?.kind === 'empties') return lately;
  return overall ?? { kind: 'unknown' };
}

function forecastFrom(
  bins: readonly Point[],
  { capacity, used, horizonMs }: ForecastInput,
  profile: DailyProfile | undefined,
): Forecast {
  const after = afterLastStep(bins);
  const slope = after.length < fewestBins ? undefined : theilSen(after);
  if (!slope) return { kind: 'unknown' };
  const reach = (perMs: number) => reachMs({ room: capacity - used, perMs, profile });
  const earliestMs = reach(slope.high);
  if (earliestMs > horizonMs) return { kind: 'steady' };
  if (isRising(slope, after)) return { kind: 'empties', earliestMs, latestMs: Math.max(earliestMs, reach(slope.low)) };
  // Without a trend the cycle alone may still reach the top.
  const byCycleMs = profile ? reach(0) : Number.POSITIVE_INFINITY;
  if (byCycleMs > horizonMs) return { kind: 'unknown' };
  return { kind: 'empties', earliestMs, latestMs: byCycleMs };
}

function isRising({ low, median }: Slope, points: readonly Point[]): boolean {
  const spanMs = (points.at(-1)?.tMs ?? 0) - (points[0]?.tMs ?? 0);
  return low > 0 && median * spanMs >= fewestPods;
}

/** How long until `room` more are there; infinite when not within `farthestMs`. */
function reachMs({ room, perMs, profile }: { room: number; perMs: number; profile: DailyProfile | undefined }): number {
  if (room <= 0) return 0;
  if (!profile) return perMs > 0 ? Math.min(room / perMs, farthestMs) : Number.POSITIVE_INFINITY;
  const now = profile(0);
  for (let tMs = walkMs; tMs <= farthestMs; tMs += walkMs) {
    if (perMs * tMs + profile(tMs) - now >= room) return tMs;
  }
  return perMs > 0 ? farthestMs : Number.POSITIVE_INFINITY;
}

/** The middle of every ten minutes, oldest first: a minute's outlier is gone, and pairs stay few. */
function inBins(points: readonly Point[]): Point[] {
  const bins = Map.groupBy(points, ({ tMs }) => Math.floor(tMs / binMs));
  return [...bins]
    .toSorted(([left], [right]) => left - right)
    .map(([bin, inside]) => ({ tMs: (bin + 0.5) * binMs, value: medianOf(inside.map(({ value }) => value)) }));
}

/** A rollout moves a pool at once and then rests; a trend through it would be wrong by hours. */
function afterLastStep(bins: readonly Point[]): Point[] {
  const changes = bins.slice(1).map(({ value }, index) => Math.abs(value - (bins[index]?.value ?? value)));
  const moved = changes.reduce((sum, change) => sum + change, 0);
  const step = changes.findLastIndex((change) => change > 1 && change > stepShare * moved);
  return step < 0 ? [...bins] : bins.slice(step + 1);
}
