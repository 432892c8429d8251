import type { PoolWorkloads } from '../domain/capacity/pool-workloads.ts';
import type { Operation } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { type PoolDrift, poolDriftOf, poolDriftRecordId } from '../store/pool-drift-record.ts';
import { readPoolWorkloads } from '../store/pool-workloads-record.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { readOperation } from './read-operation.ts';
import type { Refusal } from './request-answer.ts';

export interface ShownPool {
  kind: 'found';
  pool: Pool;
  operation: Operation | undefined;
  /** Who runs in it, as measured last. */
  workloads: PoolWorkloads | undefined;
  /** What was found when it was looked over last. */
  drift: PoolDrift;
}

/** A pool with the operation that created it or changes it now, who uses it and what others changed; from the store alone. */
export async function showPool({ store }: UseCaseContext, name: string): Promise<ShownPool | Refusal> {
  const pool = await findPool(store, name);
  if ('kind' in pool) return pool;
  const [operation, workloads, drift] = await Promise.all([
    readOperation(store, pool.operationId),
    readPoolWorkloads(store, pool.id),
    store.read(poolDriftRecordId(pool.id)),
  ]);
  return { kind: 'found', pool, operation, workloads, drift: poolDriftOf(drift) };
}
