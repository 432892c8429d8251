import { isKnownError, NeedsHumanError, RetryableError } from '../../domain/errors.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { RecordChange } from '../../store/store.ts';
import { StaleActivation, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { ChangeSubject } from './read-change.ts';
import { restoreGuard } from './write-guard.ts';

/** A change that others make to the pool at the same moment comes first; more than a few do not happen. */
const tries = 5;

type HeldPool = Pick<ChangeSubject, 'pool' | 'poolRev'>;

/** Whether the operation holds the pool, so that no access can be opened to it meanwhile. */
export function isHeld({ state, operationId }: Pool, { operation }: StepContext): boolean {
  return state === 'changing' && operationId === operation.id;
}

/** Holds a ready pool (ready -> changing). False when somebody changed it since it was read. */
export async function holdPool(
  deps: WorkflowDeps,
  context: StepContext,
  { pool, poolRev }: HeldPool,
): Promise<boolean> {
  await context.fence();
  const held: Pool = { ...pool, state: 'changing', operationId: context.operation.id };
  const result = await deps.store.commit({ records: [poolChange(held, { states: ['ready'], rev: poolRev })] });
  return result.ok;
}

/**
 * Leaves the pool as it was: first what keeps others out, then its state. Until that reads back the pool stays held, so
 * that no access is opened to pods that nobody has approved.
 */
export async function giveBack(deps: WorkflowDeps, context: StepContext): Promise<void> {
  const held = await readHeld(deps, context);
  if (!held) return;
  await restoreGuard(deps, context, held.pool);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const now = await readHeld(deps, context);
    if (!now || (await deps.store.commit({ records: [givenBack(now)] })).ok) return;
  }
  throw new RetryableError({
    code: 'CHANGE_REFUSED',
    publicText: `Pool ${held.pool.name} was changed by others again and again.`,
  });
}

/** The same when the change stops. Throws NeedsHumanError while the pool has to stay held. */
export async function giveBackOrSay(deps: WorkflowDeps, context: StepContext): Promise<void> {
  try {
    await giveBack(deps, context);
  } catch (error) {
    if (error instanceof StaleActivation) throw error;
    const { poolName } = context.operation;
    const why = isKnownError(error) ? error.publicText : 'Something unexpected went wrong, which the log has.';
    throw new NeedsHumanError({
      code: 'CHANGE_REFUSED',
      publicText: `What keeps other namespaces out of pool ${poolName} could not be put back: ${why} Its cluster may let the new ones in already, so no access is opened to the pool until that is settled: roll back, which tries again, or retry.`,
      cause: error,
    });
  }
}

/** The change that makes a held pool ready again; only its last operation is another one. */
export function givenBack({ pool, poolRev }: HeldPool): RecordChange {
  return poolChange({ ...pool, state: 'ready' }, { states: ['changing'], rev: poolRev });
}

async function readHeld(deps: WorkflowDeps, context: StepContext): Promise<HeldPool | undefined> {
  const record = await deps.store.read(context.operation.poolId);
  const pool = record && poolOf(record);
  return pool && isHeld(pool, context) ? { pool, poolRev: record.rev } : undefined;
}
