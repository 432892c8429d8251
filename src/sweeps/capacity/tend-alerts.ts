import type { AlertZone, CapacityAlert, OutageAlert } from '../../domain/capacity/alert.ts';
import { alertRecordId, nextAlert } from '../../domain/capacity/next-alert.ts';
import type { MeasuredZone, PoolCapacity } from '../../domain/capacity/pool-capacity.ts';
import type { Pool } from '../../domain/pool.ts';
import { behind } from '../../notify/notify.ts';
import { alertChange, alertOf, isOutageId, openAlertIndex } from '../../store/alert-record.ts';
import type { AuditEntry } from '../../store/store.ts';
import type { CapacityDeps } from './capacity-deps.ts';

/** Who changes alerts, in the audit log. */
const actor = 'system:capacity';

/** Brings the alerts of the measured pools to the levels that were measured. */
export async function tendAlerts(
  deps: CapacityDeps,
  measured: readonly { pool: Pool; capacity: PoolCapacity }[],
): Promise<void> {
  const records = await deps.store.readMany(measured.map(({ pool }) => alertRecordId(pool.id)));
  const alerts = new Map(records.map((record) => [record.id, alertOf(record)]));
  const nowMs = deps.clock.now();
  for (const { pool, capacity } of measured) {
    const alert = alerts.get(alertRecordId(pool.id));
    const next = nextAlert({ alert, pool, zones: capacity.zones.map(alertZoneOf), nowMs });
    if (next) await commitAlert(deps, next, alert);
  }
}

/** Ends the open alerts of pools that are measured no more. */
export async function endOrphans(deps: CapacityDeps, pools: readonly Pool[]): Promise<void> {
  const { store, clock } = deps;
  const present = new Set(pools.map(({ id }) => alertRecordId(id)));
  const open = await store.readIndex(openAlertIndex);
  const orphans = await store.readMany(open.filter((id) => !present.has(id) && !isOutageId(id)));
  for (const before of orphans.map(alertOf)) {
    const pool = { id: before.poolId, name: before.poolName, clusterName: before.clusterName };
    const next = nextAlert({ alert: before, pool, zones: [], nowMs: clock.now() });
    if (next) await commitAlert(deps, next, before);
  }
}

function alertZoneOf({ zoneId, usage, used, morePods, bitesFirst, forecast, state }: MeasuredZone): AlertZone {
  return { zoneId, level: state.level, sinceMs: state.sinceMs, usage, used, morePods, bitesFirst, forecast };
}

/** A change by somebody else in between, such as a snooze, comes first: the next sweep writes on top of it. */
async function commitAlert(deps: CapacityDeps, next: CapacityAlert, before: CapacityAlert | undefined): Promise<void> {
  const what =
    next.state === 'resolved'
      ? 'capacity.alert-resolved'
      : before?.state === 'open'
        ? 'capacity.alert-changed'
        : 'capacity.alert-opened';
  const { poolName: pool, clusterName: cluster, level, openedAtMs } = next;
  const zones = next.zones.map(({ zoneId, level, morePods, bitesFirst }) => ({ zoneId, level, morePods, bitesFirst }));
  await commit(deps, next, { what, details: { pool, cluster, level, openedAtMs, zones } });
}

/** Writes the alert of a source that cannot be read, or can again. */
export async function commitOutage(deps: CapacityDeps, next: OutageAlert): Promise<void> {
  const what = next.state === 'open' ? 'capacity.outage-opened' : 'capacity.outage-resolved';
  const { source, code, openedAtMs, poolNames } = next;
  await commit(deps, next, { what, details: { source, code, openedAtMs, pools: poolNames.length } });
}

async function commit(
  { store, clock, log }: CapacityDeps,
  next: CapacityAlert | OutageAlert,
  { what, details }: Pick<AuditEntry, 'what' | 'details'>,
): Promise<void> {
  const atMs = clock.now();
  const entry = { id: next.id, index: openAlertIndex };
  const result = await store.commit({
    records: [alertChange(next)],
    audit: [{ what, subject: next.id, actor, atMs, details }],
    due: [behind(next.id, atMs)],
    ...(next.state === 'open' ? { addTo: [{ ...entry, atMs: next.openedAtMs ?? atMs }] } : { removeFrom: [entry] }),
  });
  if (result.ok) log.warn({ alert: next.id, ...details }, what);
}
