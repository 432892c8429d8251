import { type CapacityAlert, isSnoozed, needsSource, type OutageAlert } from '../domain/capacity/alert.ts';
import { byTimeToEmpty, tightestZone, type ZoneOutlook } from '../domain/capacity/outlook.ts';
import { isMeasured, type PoolCapacity } from '../domain/capacity/pool-capacity.ts';
import type { Pool } from '../domain/pool.ts';
import { alertOf, isOutageId, openAlertIndex, outageOf } from '../store/alert-record.ts';
import { readCapacities } from '../store/capacity-record.ts';
import type { UseCaseContext } from './context.ts';
import { findPool, readPools } from './find-pool.ts';
import type { Refusal } from './request-answer.ts';

/** A pool and how full it is; `now` is undefined before its first measurement, and for one that is being deleted. */
export interface PoolRoom {
  pool: Pool;
  now: PoolCapacity | undefined;
  zones: ZoneOutlook[];
  alert: CapacityAlert | undefined;
  isSnoozed: boolean;
  /** What keeps it from being measured anew: `now` is from before. */
  outage: OutageAlert | undefined;
}

/** All pools, those that are empty first before all others; those that were never measured come last. */
export async function showCapacity(ctx: UseCaseContext): Promise<PoolRoom[]> {
  return roomsOf(ctx, await readPools(ctx.store));
}

/** One pool by its name. */
export async function showPoolCapacity(
  ctx: UseCaseContext,
  name: string,
): Promise<{ kind: 'found'; room: PoolRoom } | Refusal> {
  const pool = await findPool(ctx.store, name);
  if ('kind' in pool) return pool;
  const [room] = await roomsOf(ctx, [pool]);
  return { kind: 'found', room: room ?? emptyRoom(pool) };
}

async function roomsOf({ store, clock }: UseCaseContext, pools: readonly Pool[]): Promise<PoolRoom[]> {
  const [measured, open] = await Promise.all([
    readCapacities(
      store,
      pools.map(({ id }) => id),
    ),
    store.readIndex(openAlertIndex),
  ]);
  const records = await store.readMany(open);
  const alerts = records.filter(({ id }) => !isOutageId(id)).map(alertOf);
  const outages = records.filter(({ id }) => isOutageId(id)).map(outageOf);
  const rooms = pools.map((pool): PoolRoom => {
    const now = isMeasured(pool) ? measured.find(({ poolId }) => poolId === pool.id) : undefined;
    const alert = alerts.find(({ poolId }) => poolId === pool.id);
    const zones = (now?.zones ?? []).map(({ state, ...zone }) => ({ ...zone, level: state.level }));
    const outage = outages.find(
      ({ source, openedAtMs = 0 }) => needsSource(pool, source) && (now === undefined || now.atMs < openedAtMs),
    );
    return { pool, now, zones, alert, isSnoozed: alert !== undefined && isSnoozed(alert, clock.now()), outage };
  });
  return rooms.toSorted(byUrgencyOfPools);
}

function byUrgencyOfPools(left: PoolRoom, right: PoolRoom): number {
  const [first, second] = [tightestZone(left.zones), tightestZone(right.zones)];
  if (!first || !second) return Number(first === undefined) - Number(second === undefined);
  return byTimeToEmpty(first, second);
}

function emptyRoom(pool: Pool): PoolRoom {
  return { pool, now: undefined, zones: [], alert: undefined, isSnoozed: false, outage: undefined };
}
