import type { CapacityAlert } from '../domain/capacity/alert.ts';
import type { Pool } from '../domain/pool.ts';
import { alertOf } from '../store/alert-record.ts';
import { poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { type Refusal, refused } from './request-answer.ts';

/** What the buttons of an alert carry. */
export const alertIdPattern = /^alert-(pool-[a-z0-9]{12})$/;

/** An alert about a pool that is still there, with the pool. */
export async function readAlert(
  store: Pick<Store, 'readMany'>,
  alertId: string,
): Promise<{ kind: 'found'; alert: CapacityAlert; pool: Pool } | Refusal> {
  const poolId = alertIdPattern.exec(alertId)?.[1];
  const records = poolId === undefined ? [] : await store.readMany([alertId, poolId]);
  const [alert, pool] = [records.find(({ id }) => id === alertId), records.find(({ id }) => id === poolId)];
  if (!alert || !pool || poolOf(pool).state === 'gone')
    return refused('alert', 'its pool is gone', '/egress-pool capacity');
  return { kind: 'found', alert: alertOf(alert), pool: poolOf(pool) };
}
