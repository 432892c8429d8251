import { poolOf } from '../../store/pool-record.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { grantToEnd } from './grant-to-end.ts';

/** Takes the ended grant out of the pool's record in its cluster. Nobody has access any more, so this may fail. */
export function forgetStep(deps: WorkflowDeps, { needs }: { needs: string[] }): Step {
  return {
    name: 'forget',
    title: "Taken out of the pool's record",
    needs,
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const grant = await grantToEnd(deps, context.operation);
      const record = await deps.store.read(grant.poolId);
      if (!record) return done({ outcome: 'no-pool' });
      const about = { grantId: grant.id, recorded: undefined };
      await recordGrants(deps, { pool: poolOf(record), about, fence: context.fence });
      return done({ outcome: 'recorded' });
    },
  };
}
