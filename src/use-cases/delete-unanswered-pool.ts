import type { Pool, PoolReview } from '../domain/pool.ts';
import { operationOf } from '../store/operation-record.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';

/**
 * Begins to delete a pool whose time is over and about which nobody answered, told where it was asked for. Its plan
 * refuses when the pool is in use after all, or somebody has answered meanwhile.
 */
export async function deleteUnansweredPool(
  deps: Pick<UseCaseContext, 'store' | 'queues' | 'clock'>,
  given: { pool: Pool; rev: number; review: PoolReview; operationId: string },
): Promise<void> {
  const { pool, rev, review, operationId } = given;
  const asked = await deps.store.read(review.operationId);
  await beginOperation(
    { ...deps, actor: { kind: 'system', name: 'pools' } },
    {
      id: operationId,
      kind: 'delete-pool',
      ...{ poolId: pool.id, poolName: pool.name, input: { unansweredSinceMs: review.askedAtMs } },
      announcement: asked && operationOf(asked).announcement,
      also: { records: [{ id: pool.id, expect: { rev } }] },
    },
  );
}
