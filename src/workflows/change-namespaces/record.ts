import { recordGrants } from '../grant-steps/record-grants.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { readChange } from './read-change.ts';

/** Puts the namespaces into the pool's record in its cluster, of the pool and of every grant in force. */
export function recordStep(deps: WorkflowDeps, { needs }: { needs: string[] }): Step {
  return {
    name: 'record',
    title: "Kept in the pool's record",
    needs,
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const { pool } = await readChange(deps, context.operation);
      await recordGrants(deps, { pool, fence: context.fence });
      // Another change may be done by now, and have recorded its own before this one did.
      const now = await readChange(deps, context.operation);
      if (now.pool.namespaces.join() !== pool.namespaces.join())
        return waiting('the newer record', context.startedAtMs);
      return done({});
    },
  };
}
