import { type AlertZone, type CapacityAlert, isSnoozed } from './alert.ts';
import { type Level, worstLevel } from './level.ts';

export interface NextAlertInput {
  /** Undefined before the pool's first alert. */
  alert: CapacityAlert | undefined;
  pool: { id: string; name: string; clusterName: string };
  zones: AlertZone[];
  nowMs: number;
}

/**
 * The pool's alert after a measurement; undefined when there is nothing to write: no zone's level changed. A snooze
 * that a worse level ended is dropped, so that the message speaks again.
 */
export function nextAlert({ alert, pool, zones, nowMs }: NextAlertInput): CapacityAlert | undefined {
  const before = alert ?? quietAlert(pool);
  const level = worstLevel(zones.map((zone) => zone.level));
  if (isSame(before.zones, zones)) return undefined;
  const wasOpen = before.state === 'open';
  const isOpen = level !== 'ok';
  const changed: CapacityAlert = { ...before, poolName: pool.name, level, zones };
  if (isOpen && !wasOpen) return opened(changed, nowMs);
  if (!isOpen && wasOpen) return { ...changed, state: 'resolved', resolvedAtMs: nowMs, snooze: undefined };
  const worst = worstLevel([before.worst, level]);
  return { ...changed, worst, snooze: isSnoozed(changed, nowMs) ? changed.snooze : undefined };
}

/** A zone that is not in an alert yet counts as ok, one that is gone from the pool as well. */
function isSame(before: readonly AlertZone[], now: readonly AlertZone[]): boolean {
  const zoneIds = new Set([...before, ...now].map(({ zoneId }) => zoneId));
  return [...zoneIds].every((zoneId) => levelIn(before, zoneId) === levelIn(now, zoneId));
}

function levelIn(zones: readonly AlertZone[], zoneId: string): Level {
  return zones.find((zone) => zone.zoneId === zoneId)?.level ?? 'ok';
}

export function alertRecordId(poolId: string): string {
  return `alert-${poolId}`;
}

function opened(alert: CapacityAlert, nowMs: number): CapacityAlert {
  const { level, openings } = alert;
  const opening = { openedAtMs: nowMs, resolvedAtMs: undefined, worst: level, openings: openings + 1 };
  return { ...alert, ...opening, state: 'open', snooze: undefined };
}

function quietAlert({ id, name, clusterName }: NextAlertInput['pool']): CapacityAlert {
  return {
    id: alertRecordId(id),
    state: 'quiet',
    rev: 0,
    poolId: id,
    poolName: name,
    clusterName,
    level: 'ok',
    zones: [],
    openedAtMs: undefined,
    resolvedAtMs: undefined,
    worst: 'ok',
    openings: 0,
    snooze: undefined,
  };
}
