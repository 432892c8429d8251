import type { Pool } from '../pool.ts';
import type { Forecast } from './forecast.ts';
import { compareLevels, type Level } from './level.ts';
import type { CapacityLimit } from './zone-capacity.ts';

/** `quiet`: never spoken, or over and done; `open`: some zone is worse than ok; `resolved`: it was, and is not any more. */
export type AlertState = 'quiet' | 'open' | 'resolved';

/** One zone in an alert, as it was when the alert changed last. */
export interface AlertZone {
  zoneId: string;
  level: Level;
  /** When it came to this level: wall-clock milliseconds, as all instants here. */
  sinceMs: number;
  usage: number;
  used: number;
  /** More pods that really fit. */
  morePods: number;
  bitesFirst: CapacityLimit;
  forecast: Forecast;
}

/** Somebody wants no word of an alert for a while. */
export interface Snooze {
  by: string;
  atMs: number;
  /** Undefined: until it is worse. */
  untilMs: number | undefined;
  /** The level when it was snoozed. */
  level: Level;
}

/** What people are told about one pool running out of addresses. One record per pool for all its life. */
export interface CapacityAlert {
  /** `alert-<pool id>`. */
  id: string;
  state: AlertState;
  /** The record's revision; 0 before it was written. */
  rev: number;
  poolId: string;
  poolName: string;
  clusterName: string;
  /** The worst of its zones. */
  level: Level;
  zones: AlertZone[];
  openedAtMs: number | undefined;
  /** Undefined while it is open. */
  resolvedAtMs: number | undefined;
  /** The worst level since it was opened. */
  worst: Level;
  /** How often it was opened: each opening is a message of its own. */
  openings: number;
  snooze: Snooze | undefined;
}

/** Whether people want no word now. A level worse than the snoozed one ends "until worse"; exhaustion ends any snooze. */
export function isSnoozed({ snooze, level }: Pick<CapacityAlert, 'snooze' | 'level'>, nowMs: number): boolean {
  if (!snooze) return false;
  const isWorse = compareLevels(level, snooze.level) > 0;
  if (isWorse && (snooze.untilMs === undefined || level === 'exhausted')) return false;
  return snooze.untilMs === undefined || nowMs < snooze.untilMs;
}

/** A source of measurements that cannot be read: a cluster, or a region of the cloud. One record and one message each. */
export interface OutageAlert {
  /** `alert-cluster-<name>` or `alert-cloud-<region>`. */
  id: string;
  state: AlertState;
  rev: number;
  source: { kind: 'cluster'; clusterName: string } | { kind: 'cloud'; regionId: string };
  /** A stable error code. */
  code: string;
  /** Pools whose capacity is not known meanwhile. */
  poolNames: string[];
  openedAtMs: number | undefined;
  resolvedAtMs: number | undefined;
  openings: number;
}

/** Whether the pool cannot be measured without the source. */
export function needsSource(
  { clusterName, regionId }: Pick<Pool, 'clusterName' | 'regionId'>,
  source: OutageAlert['source'],
): boolean {
  return source.kind === 'cluster' ? clusterName === source.clusterName : regionId === source.regionId;
}
