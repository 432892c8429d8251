import { z } from 'zod';
import { TerminalError } from '../../domain/errors.ts';
import type { Marker } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolFindingKinds } from '../../domain/pool-drift/pool-finding.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** What was found wrong when the repair was asked for. */
export const repairInputSchema = z.object({ clusterId: z.string(), kinds: z.array(z.enum(poolFindingKinds)) });

/** The pool as the store has it, which this operation holds. Throws PLAN_INVALID when it does not. */
export async function heldPool(
  deps: WorkflowDeps,
  { operation }: StepContext,
): Promise<{ pool: Pool; marker: Marker }> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!pool || pool.changedBy !== operation.id) {
    const publicText = 'The pool is gone, or another change of it came first. Roll back; nothing is undone.';
    throw new TerminalError({ code: 'PLAN_INVALID', publicText });
  }
  return { pool, marker: { installation: deps.settings.installation, poolId: pool.id, poolName: pool.name } };
}
