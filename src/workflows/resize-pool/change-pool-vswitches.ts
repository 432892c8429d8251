import { RetryableError } from '../../domain/errors.ts';
import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** The commit that changes the pool's list of vSwitches, if nobody changed the pool since it was read just now. */
export async function changePoolVSwitches(
  deps: WorkflowDeps,
  { operation }: StepContext,
  change: (vSwitches: Pool['vSwitches']) => Pool['vSwitches'],
): Promise<Partial<Commit>> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!record || pool?.changedBy !== operation.id) {
    throw new RetryableError({
      code: 'PLAN_INVALID',
      publicText: `Pool ${operation.poolName} is not this operation's to resize. Retry computes the plan again.`,
    });
  }
  return { records: [poolChange({ ...pool, vSwitches: change(pool.vSwitches) }, { rev: record.rev })] };
}

/** The list with these vSwitches at another stage; undefined: they serve pods. */
export function atStage(
  vSwitches: Pool['vSwitches'],
  { cidrBlocks, stage }: { cidrBlocks: readonly string[]; stage: PoolVSwitch['stage'] },
): Pool['vSwitches'] {
  return vSwitches.map((one) => (cidrBlocks.includes(one.cidrBlock) ? { ...one, stage } : one));
}
