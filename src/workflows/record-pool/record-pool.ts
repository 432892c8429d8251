import { poolOf } from '../../store/pool-record.ts';
import { neverFailing } from '../end-grant/never-failing.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { done, type StepContext, type StepOutcome, type Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/**
 * Writes into a pool's record in its cluster what people have changed of the pool in the store alone: should the store be
 * lost, an owner who gave the pool away must not own it again.
 */
export function recordPoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'record',
    steps: () => [
      neverFailing({
        name: 'record',
        title: 'Record in the cluster',
        needs: [],
        ensure: (context) => record(deps, context),
      }),
    ],
    atEnd: async () => ({}),
  };
}

async function record(deps: WorkflowDeps, { operation, fence }: StepContext): Promise<StepOutcome> {
  const found = await deps.store.read(operation.poolId);
  const pool = found && poolOf(found);
  // What is being deleted takes its record along.
  if (!pool || pool.state === 'deleting' || pool.state === 'gone') return done({ outcome: 'no pool to record' });
  await recordGrants(deps, { pool, fence });
  return done({ outcome: 'recorded' });
}
