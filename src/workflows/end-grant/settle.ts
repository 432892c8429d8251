import { z } from 'zod';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { neverFailing } from './never-failing.ts';

const removeFacts = z.object({ removedAtMs: z.number() });

/** Waits, holding nothing, until no write that somebody sent before the removal can still take effect. */
export function settleStep(deps: WorkflowDeps, request: { name: string; needs: string[] }): Step {
  return neverFailing({
    name: request.name,
    title: 'Late writes ruled out',
    needs: request.needs,
    async ensure(context) {
      const removedAtMs = Math.max(...request.needs.map((remove) => removedAt(context, remove)));
      if (context.clock.now() >= removedAtMs + deps.settings.lateWriteMs) return done({});
      return waiting('late writes to be impossible', removedAtMs);
    },
  });
}

/** On the way back steps leave no facts: then it was at the latest when this one began. */
function removedAt(context: StepContext, remove: string): number {
  return removeFacts.safeParse(context.facts(remove)).data?.removedAtMs ?? context.startedAtMs;
}
