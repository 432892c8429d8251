import type { Forecast } from './forecast.ts';
import type { ZoneCapacity } from './zone-capacity.ts';

/** How bad it is, mildest first. */
export const levels = ['ok', 'warn', 'critical', 'exhausted'] as const;
export type Level = (typeof levels)[number];

/** Shares of `usage`; `clear` is below `warn`, that below `critical`. */
export interface Thresholds {
  warn: number;
  critical: number;
  clear: number;
}

/** Positive when the left one is worse. */
export function compareLevels(left: Level, right: Level): number {
  return levels.indexOf(left) - levels.indexOf(right);
}

export function worstLevel(all: readonly Level[]): Level {
  return all.reduce((worst, level) => (compareLevels(level, worst) > 0 ? level : worst), 'ok');
}

export interface LevelInput {
  /** The level that is shown. */
  current: Level;
  zone: Pick<ZoneCapacity, 'usage' | 'room' | 'used' | 'waitingPods' | 'isStarving'>;
  forecast: Forecast;
  thresholds: Thresholds;
}

/**
 * The level that one measurement speaks for. Up: `warn` needs the share **and** a forecast that does not show that it
 * lasts; `critical` and `exhausted` need no forecast. Down: a level is left below the share at which the next milder
 * one begins, `warn` below `clear`.
 */
export function targetLevel({ current, zone, forecast, thresholds }: LevelInput): Level {
  const entered = enteredLevel({ zone, forecast, thresholds });
  if (compareLevels(entered, current) >= 0) return entered;
  return worstLevel([entered, keptLevel({ current, usage: zone.usage, thresholds })]);
}

function enteredLevel({ zone, forecast, thresholds }: Omit<LevelInput, 'current'>): Level {
  const isWanted = zone.used + zone.waitingPods > 0;
  if (zone.isStarving || (isWanted && zone.room <= 0)) return 'exhausted';
  if (zone.usage >= thresholds.critical) return 'critical';
  return zone.usage >= thresholds.warn && forecast.kind !== 'steady' ? 'warn' : 'ok';
}

function keptLevel({
  current,
  usage,
  thresholds,
}: Pick<LevelInput, 'current' | 'thresholds'> & { usage: number }): Level {
  if (current === 'exhausted' && usage >= thresholds.critical) return 'exhausted';
  if (compareLevels(current, 'critical') >= 0 && usage >= thresholds.warn) return 'critical';
  return usage >= thresholds.clear ? 'warn' : 'ok';
}
