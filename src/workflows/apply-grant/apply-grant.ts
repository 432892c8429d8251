import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { outcomeOf, roundName, roundsOf } from '../grant-steps/rounds.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { awaitConfirmationStep, lapsed } from './await-confirmation.ts';
import { awaitRunningStep } from './await-running.ts';
import { confirmStep } from './confirm.ts';
import { writeStep } from './write.ts';

const targetFacts = z.object({ instanceId: z.string() });

/**
 * Lets a pool into a database as approved (DESIGN promises 6, 7, 9): waits for the instances and for the word of the bot
 * that the approvers still may, without a lock; then under the lock of the primary reads everything again, checks,
 * writes and reads back. Where an instance stopped running or that word grew old, it is waited again, without the lock.
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
    const before = [
      awaitRunningStep(deps, { name: running, needs }),
      awaitConfirmationStep(deps, { name: confirmed, needs: [running] }),
    ];
    if (outcomeOf(operation, confirmed) === lapsed) return before;
    return [...before, writeStep(deps, { name: roundName('write', round), needs: [confirmed], instanceId })];
  }).flat();
  const last = roundName('write', rounds);
  return outcomeOf(operation, last) === 'applied' ? [...steps, confirmStep(deps, { needs: [last] })] : steps;
}
