import { poolOf } from '../../store/pool-record.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

/** The pool as it is from now on, and what its databases still admit, in the pool's record in its cluster. */
export function recordResizedStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'record',
    title: "Kept in the pool's record",
    needs: request.needs,
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      const record = await deps.store.read(plan.poolId);
      if (!record) return done({});
      const pool = { ...poolOf(record), expectedPods: plan.expectedPods.to, nodes: plan.nodes.to };
      await recordGrants(deps, { pool, fence: context.fence });
      return done({});
    },
  };
}
