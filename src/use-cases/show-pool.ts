import type { Operation } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { readOperation } from './read-operation.ts';
import type { Refusal } from './request-answer.ts';

/** A pool with the operation that created it or changes it now, from the store alone. */
export async function showPool(
  ctx: UseCaseContext,
  name: string,
): Promise<{ kind: 'found'; pool: Pool; operation: Operation | undefined } | Refusal> {
  const pool = await findPool(ctx.store, name);
  if ('kind' in pool) return pool;
  return { kind: 'found', pool, operation: await readOperation(ctx.store, pool.operationId) };
}
