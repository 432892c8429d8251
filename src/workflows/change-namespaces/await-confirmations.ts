import { awaitsConfirmation } from '../../domain/grants/confirmation.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { readChange } from './read-change.ts';
import { standingOf } from './requests-of-change.ts';

/**
 * Waits for the bot to have read once more the groups of those who approved. What it found is for the step that changes,
 * which judges its age as well.
 */
export function awaitConfirmationsStep(deps: WorkflowDeps, { name, needs }: { name: string; needs: string[] }): Step {
  return {
    name,
    title: 'Approvers confirmed',
    needs,
    leadsOn: true,
    deadlineMs: 400 * 24 * 60 * 60_000,
    async ensure(context) {
      const { grants } = await readChange(deps, context.operation);
      const standings = await Promise.all(grants.map((grant) => standingOf(deps, grant, context)));
      const asked = standings.flatMap((standing) => (standing.kind === 'approved' ? [standing.request] : []));
      if (!asked.some(awaitsConfirmation)) return done({});
      return waiting('the bot to read from Slack that those who approved still may', context.startedAtMs);
    },
  };
}
