import type { CapacityAlert } from '../domain/capacity/alert.ts';
import type { Pool } from '../domain/pool.ts';
import { alertOf } from '../store/alert-record.ts';
import { poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { type Refusal, refused } from './request-answer.ts';

/** What the buttons of an alert carry. */
export const alertIdPattern = /^alert-pool-[a-z0-9]{12}$/;

/** An alert about a pool that is still there, with the pool. */
export async function readAlert(
  store: Pick<Store, 'read'>,
  alertId: string,
): Promise<{ kind: 'found'; alert: CapacityAlert; pool: Pool } | Refusal> {
  const record = alertIdPattern.test(alertId) ? await store.read(alertId) : undefined;
  const alert = record && alertOf(record);
  const poolRecord = alert && (await store.read(alert.poolId));
  const pool = poolRecord && poolOf(poolRecord);
  if (!alert || !pool || pool.state === 'gone') return refused('alert', 'its pool is gone', '/egress-pool capacity');
  return { kind: 'found', alert, pool };
}
