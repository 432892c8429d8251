import type { PoolWorkloads } from '../domain/capacity/pool-workloads.ts';
import type { Pool } from '../domain/pool.ts';
import { readPoolWorkloads } from '../store/pool-workloads-record.ts';
import type { UseCaseContext } from './context.ts';
import { readAlert } from './read-alert.ts';
import type { Refusal } from './request-answer.ts';

/** Who runs in the pool of an alert, as it was measured last; for everybody. Throws STORE_UNAVAILABLE. */
export async function showPods(
  { store }: UseCaseContext,
  alertId: string,
): Promise<{ kind: 'found'; pool: Pool; found: PoolWorkloads | undefined } | Refusal> {
  const answer = await readAlert(store, alertId);
  if (answer.kind !== 'found') return answer;
  return { kind: 'found', pool: answer.pool, found: await readPoolWorkloads(store, answer.pool.id) };
}
