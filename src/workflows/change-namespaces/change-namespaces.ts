import type { Operation } from '../../domain/operation.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { again, outcomeOf, roundName, roundsOf } from '../grant-steps/rounds.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { type AskApprovers, askStep } from './ask.ts';
import { awaitConfirmationsStep } from './await-confirmations.ts';
import { changeStep } from './change.ts';
import { recordStep } from './record.ts';

/**
 * Changes which namespaces a pool is for (DESIGN promise 11). Letting more in needs the approvers of every open database;
 * taking out needs nobody. Nothing changes before all have approved, and then in one go; when what they saw has changed
 * by then they are asked again.
 */
export function changeNamespacesWorkflow(deps: WorkflowDeps, askApprovers: AskApprovers): Workflow {
  return {
    verb: 'change namespaces of',
    steps: (operation) => stepsOf(deps, askApprovers, operation),
    atEnd: ({ operation }) => atEnd(deps, operation),
  };
}

/** A pool whose namespaces did not change is free for other changes; where they did it is so already. */
async function atEnd(deps: WorkflowDeps, operation: Operation): Promise<Partial<Commit>> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!record || pool?.changedBy !== operation.id) return {};
  return { records: [poolChange({ ...pool, changedBy: undefined }, { rev: record.rev })] };
}

function stepsOf(deps: WorkflowDeps, askApprovers: AskApprovers, operation: Operation): Step[] {
  const rounds = roundsOf(operation, ['change']);
  const steps = Array.from({ length: rounds }, (_, index) => {
    const round = index + 1;
    const asked = roundName('ask', round);
    const needs = round === 1 ? [] : [roundName('change', round - 1)];
    const confirmed = roundName('approvers', round);
    return [
      askStep(deps, askApprovers, { name: asked, needs }),
      awaitConfirmationsStep(deps, { name: confirmed, needs: [asked] }),
      changeStep(deps, { name: roundName('change', round), needs: [confirmed] }),
    ];
  }).flat();
  const last = roundName('change', rounds);
  const outcome = outcomeOf(operation, last);
  return outcome !== undefined && outcome !== again ? [...steps, recordStep(deps, { needs: [last] })] : steps;
}
