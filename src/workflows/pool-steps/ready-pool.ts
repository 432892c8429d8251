import { TerminalError } from '../../domain/errors.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/**
 * The pool of an operation that changes it while it stays ready. Undefined while something else changes it, which takes a
 * moment. Throws PLAN_INVALID when it cannot `doWhat`, or when another change of it is not finished.
 */
export async function readyPool(
  deps: WorkflowDeps,
  { operation }: StepContext,
  doWhat: string,
): Promise<{ pool: Pool; rev: number } | undefined> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (pool?.state === 'changing') return undefined;
  if (pool?.state !== 'ready') {
    const what = pool ? `Pool ${pool.name} is ${pool.state}` : 'The pool is gone';
    throw new TerminalError({ code: 'PLAN_INVALID', publicText: `${what}; only a ready pool can ${doWhat}.` });
  }
  if (pool.changedBy === undefined || pool.changedBy === operation.id) return { pool, rev: record?.rev ?? 0 };
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `Another change of pool ${pool.name} is not finished: ${pool.changedBy}. Retry that one or roll it back first.`,
  });
}
