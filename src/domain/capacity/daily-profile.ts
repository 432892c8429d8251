import { medianOf, type Point } from './theil-sen.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const fewestDays = 3;
/** Of the movement within a day: what a profile must explain to be more than a picture of the noise. */
const leastExplained = 0.6;

/** How far above or below its day's middle the value usually is at an instant; zero at every hour without a daily cycle. */
export type DailyProfile = (tMs: number) => number;

/**
 * The daily cycle in hourly values of at least three days, with the trend from day to day taken out first, so that
 * steady growth is not mistaken for a cycle. Undefined when there is none that the days agree on.
 */
export function findDailyProfile(hourly: readonly Point[]): DailyProfile | undefined {
  const firstMs = Math.min(0, ...hourly.map(({ tMs }) => tMs));
  if (-firstMs < fewestDays * dayMs - hourMs) return undefined;
  const perMs = trendOf(hourly);
  const level = hourly.map(({ tMs, value }) => ({ tMs, value: value - perMs * tMs }));
  const days = Map.groupBy(level, ({ tMs }) => Math.floor(tMs / dayMs));
  const moves = [...days.values()].flatMap((day) => {
    const middle = medianOf(day.map(({ value }) => value));
    return day.map(({ tMs, value }) => ({ tMs, value: value - middle }));
  });
  const hours = Map.groupBy(moves, ({ tMs }) => hourOf(tMs));
  const usual = Array.from({ length: 24 }, (_, hour) => hours.get(hour)?.map(({ value }) => value) ?? []);
  if (usual.some((values) => values.length < fewestDays - 1)) return undefined;
  const profile = usual.map((values) => medianOf(values));
  const total = squares(moves.map(({ value }) => value));
  const rest = squares(moves.map(({ tMs, value }) => value - (profile[hourOf(tMs)] ?? 0)));
  return total > 0 && 1 - rest / total >= leastExplained ? (tMs) => between(profile, tMs) : undefined;
}

/** The median change from one day to the same hour of the next, per millisecond. */
function trendOf(hourly: readonly Point[]): number {
  const byHour = new Map(hourly.map(({ tMs, value }) => [Math.round(tMs / hourMs), value]));
  const changes = [...byHour].flatMap(([hour, value]) => {
    const dayBefore = byHour.get(hour - 24);
    return dayBefore === undefined ? [] : [value - dayBefore];
  });
  return changes.length === 0 ? 0 : medianOf(changes) / dayMs;
}

function hourOf(tMs: number): number {
  return ((Math.floor(tMs / hourMs) % 24) + 24) % 24;
}

/** An hour's value stands at its middle; between two middles it goes straight. */
function between(profile: readonly number[], tMs: number): number {
  const shifted = tMs - hourMs / 2;
  const hour = hourOf(shifted);
  const share = shifted / hourMs - Math.floor(shifted / hourMs);
  return (profile[hour] ?? 0) * (1 - share) + (profile[(hour + 1) % 24] ?? 0) * share;
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
