import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { proveConnectionStep } from '../grant-steps/prove-connection.ts';
import { readSubject } from '../grant-steps/read-grant-documents.ts';
import { outcomeOf, roundName, roundsOf } from '../grant-steps/rounds.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { awaitConfirmationStep } from './await-confirmation.ts';
import { awaitRunningStep } from './await-running.ts';
import { confirmStep } from './confirm.ts';
import { writeStep } from './write.ts';

const targetFacts = z.object({ instanceId: z.string() });
const writeFacts = z.object({ provesFrom: z.array(z.string()).default([]) });

/**
 * Lets a pool into a database as approved (DESIGN promises 6, 7, 9): waits for the instances and for the word of the bot
 * that the approvers still may, without a lock; then under the lock of the primary reads everything again, checks,
 * writes and reads back. Where an instance stopped running or that word grew old, it is waited again, without the lock.
 * When the approvals hold no more, what is written already is taken back, and people are asked again.
 * Once it is written, a pod in each zone tries to connect; what comes of that is told and changes nothing.
 */
export function applyGrantWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'apply database access for',
    steps: (operation) => stepsOf(deps, operation),
    atEnd: async () => ({}),
  };
}

function stepsOf(deps: WorkflowDeps, operation: Operation): Step[] {
  const first = awaitRunningStep(deps, { name: 'running', needs: [] });
  const facts = operation.steps.find(({ name }) => name === 'running')?.record.facts;
  if (!facts) return [first];
  const { instanceId } = targetFacts.parse(facts);
  const rounds = roundsOf(operation, ['write']);
  const steps = Array.from({ length: rounds }, (_, index) => {
    const round = index + 1;
    const running = roundName('running', round);
    const needs = round === 1 ? [] : [roundName('write', round - 1)];
    const confirmed = roundName('approvers', round);
    return [
      awaitRunningStep(deps, { name: running, needs }),
      awaitConfirmationStep(deps, { name: confirmed, needs: [running] }),
      writeStep(deps, { name: roundName('write', round), needs: [confirmed], instanceId }),
    ];
  }).flat();
  const last = roundName('write', rounds);
  if (outcomeOf(operation, last) !== 'applied') return steps;
  return [...steps, confirmStep(deps, { needs: [last] }), ...proofs(deps, operation, last)];
}

/** In parallel with the last look, since a whitelist has its effect only after about a minute. */
function proofs(deps: WorkflowDeps, operation: Operation, write: string): Step[] {
  const facts = operation.steps.find(({ name }) => name === write)?.record.facts;
  const { provesFrom } = writeFacts.parse(facts);
  return provesFrom.map((zoneId) =>
    proveConnectionStep(deps, {
      zoneId,
      needs: [write],
      subject: async (context) => {
        const { request, pool, grant } = await readSubject(deps, context.operation);
        const isInForce = grant?.state === 'active' && grant.inForce?.requestId === request.id;
        return { pool, grant: isInForce ? grant : 'the access has been changed or ended meanwhile' };
      },
    }),
  );
}
