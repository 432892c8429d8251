import { z } from 'zod';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { neverFailing } from './never-failing.ts';

export const removeFacts = z.object({ removedAtMs: z.number() });

/** Waits, holding nothing, until no write that somebody sent before the removal can still take effect. */
export function settleStep(deps: WorkflowDeps, request: { name: string; needs: [string] }): Step {
  const [remove] = request.needs;
  return neverFailing({
    name: request.name,
    title: 'Late writes ruled out',
    needs: request.needs,
    async ensure(context) {
      const { removedAtMs } = removeFacts.parse(context.facts(remove));
      if (context.clock.now() >= removedAtMs + deps.settings.lateWriteMs) return done({});
      return waiting('late writes to be impossible', removedAtMs);
    },
  });
}
