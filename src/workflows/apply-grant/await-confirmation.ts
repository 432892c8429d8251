import { z } from 'zod';
import { needsConfirmation } from '../../domain/grants/confirmation.ts';
import { readSubject, whyClosed } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const askedFacts = z.object({ round: z.number() });

/** What the step says when the approvals do not hold any more: people are asked again, and nothing is written. */
export const lapsed = 'new-round';

/** Longer than any grant: how long to wait is decided by the grant's end. */
const deadlineMs = 400 * 24 * 60 * 60_000;

/** Waits for the bot to have read the groups of those who approved once more, holding nothing. */
export function awaitConfirmationStep(deps: WorkflowDeps, { name, needs }: { name: string; needs: [string] }): Step {
  const [asked] = needs;
  return {
    name,
    title: 'Approvers confirmed',
    needs,
    leadsOn: true,
    deadlineMs,
    async ensure(context) {
      const { request, grant } = await readSubject(deps, context.operation);
      const nowMs = context.clock.now();
      const round = askedFacts.safeParse(context.facts(asked)).data?.round;
      if (round !== undefined && request.round !== round) return done({ outcome: lapsed, round: request.round });
      // What stands against it is said by the step that checks.
      const isEnding = grant !== undefined && grant.state !== 'applying' && grant.state !== 'active';
      if (isEnding || whyClosed(request, nowMs) !== undefined) return done({});
      // How old it may be is judged right before the write, which asks again.
      if (!needsConfirmation(request) || request.confirmation?.given) return done({});
      return waiting('the bot to read from Slack that those who approved still may', context.startedAtMs);
    },
  };
}
