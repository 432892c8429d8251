import type { Pool } from '../pool.ts';
import type { Forecast } from './forecast.ts';
import type { LevelState } from './next-level.ts';
import type { ZoneCapacity } from './zone-capacity.ts';

/** A zone as it was measured last, with where its alert stands. */
export interface MeasuredZone extends ZoneCapacity {
  forecast: Forecast;
  state: LevelState;
}

/** A pool as it was measured last. */
export interface PoolCapacity {
  poolId: string;
  /** When it was measured: wall-clock milliseconds. */
  atMs: number;
  zones: MeasuredZone[];
  /** Pods that ask for the pool and that no node takes. */
  unscheduledPods: number;
  /** When the forecasts were made: wall-clock milliseconds. */
  forecastAtMs: number | undefined;
}

/** What is kept of one measurement: a line of the chart. */
export interface CapacitySample {
  /** Wall-clock milliseconds. */
  atMs: number;
  zones: ZoneSample[];
}

export interface ZoneSample {
  zoneId: string;
  /** Pods with an address. */
  used: number;
  /** Addresses that nobody holds. */
  free: number;
  /** More pods that could start at once. */
  room: number;
}

/** A pool that is being made has no nodes to count yet, one that is being deleted needs no warning. */
export function isMeasured({ state }: Pick<Pool, 'state'>): boolean {
  return state === 'ready' || state === 'changing' || state === 'degraded';
}
