import { awaitsConfirmation } from '../../domain/grants/confirmation.ts';
import { readSubject, whyClosed } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** Longer than any grant: how long to wait is decided by the grant's end. */
const deadlineMs = 400 * 24 * 60 * 60_000;

/** Waits for the bot to have read the groups of those who approved once more, holding nothing. */
export function awaitConfirmationStep(deps: WorkflowDeps, { name, needs }: { name: string; needs: [string] }): Step {
  return {
    name,
    title: 'Approvers confirmed',
    needs,
    leadsOn: true,
    deadlineMs,
    async ensure(context) {
      const { request, grant } = await readSubject(deps, context.operation);
      // What stands against it is said by the step that checks.
      const isEnding = grant !== undefined && grant.state !== 'applying' && grant.state !== 'active';
      if (isEnding || whyClosed(request, context.clock.now()) !== undefined) return done({});
      // A refusal, and how old the word may be, is judged right before the write.
      if (!awaitsConfirmation(request)) return done({});
      return waiting('the bot to read from Slack that those who approved still may', context.startedAtMs);
    },
  };
}
