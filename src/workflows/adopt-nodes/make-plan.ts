import { TerminalError } from '../../domain/errors.ts';
import { poolChange } from '../../store/pool-record.ts';
import { readyPool } from '../pool-steps/ready-pool.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { computeAdoptPlan } from './compute-adopt-plan.ts';

/**
 * Looks at the pool and at every node, and refuses all of them for one that cannot come over. With `claim` the pool is
 * this operation's to change in the same commit; it stays ready meanwhile. Changes nothing else.
 */
export function makeAdoptPlanStep(deps: WorkflowDeps, options: { claim: boolean }): Step {
  return {
    name: 'plan',
    title: 'Checks and plan',
    needs: [],
    ...(options.claim ? { leadsOn: true as const } : {}),
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const found = await readyPool(deps, context, 'take nodes');
      if (!found) return waiting('another change of the pool to end', context.startedAtMs);
      const { pool, rev } = found;
      const { plan, refused } = await computeAdoptPlan(deps, { pool, operation: context.operation });
      if (refused.length > 0) throw nodesRefused(refused);
      if (!options.claim) return done({ plan });
      const { id } = context.operation;
      return done(
        { plan },
        { also: { records: [poolChange({ ...pool, changedBy: id }, { states: ['ready'], rev })] } },
      );
    },
  };
}

function nodesRefused(refused: string[]): TerminalError {
  return new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `${refused.join('; ')}. No node was touched because of this. Ask again without them, or let the pool grow by new nodes instead: /egress-pool resize.`,
  });
}
