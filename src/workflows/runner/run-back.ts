import type { Activation } from './activation.ts';
import { stopAtFailure } from './end-operation.ts';
import { endOperation } from './park-operation.ts';
import { runStep } from './run-step.ts';
import type { Step } from './workflow.ts';

/** More than any workflow has steps; an activation that needs more goes on in the next one. */
const roundLimit = 200;

/**
 * Undoes every step with a recorded intent, also those without a result, one at a time in reverse order, and those that
 * are for the way back only; what one of them finds out may bring further steps. Answers the domain time until the next
 * look, or undefined when the operation has ended or awaits a person.
 */
export async function runBack(activation: Activation): Promise<number | undefined> {
  for (let round = 0; round < roundLimit; round += 1) {
    const { operation, plan, deps } = activation;
    const steps = deps.workflows[operation.kind].steps(operation, plan);
    activation.outline(steps);
    const step = steps.findLast((one) => isToUndo(activation, one));
    if (!step) return endOperation(activation, 'rolled-back');
    const result = await runStep({ activation, step, steps });
    if (typeof result === 'number') return result;
    const undone = activation.step(step.name);
    if (undone.status !== 'undone') return stopAtFailure(activation, { failed: undone, steps });
  }
  return 0;
}

function isToUndo(activation: Activation, { name, backOnly }: Step): boolean {
  const { intendedAtMs, status } = activation.step(name);
  return status !== 'undone' && (backOnly === true || intendedAtMs !== undefined);
}
