import type { Activation } from './activation.ts';
import { stopAtFailure } from './end-operation.ts';
import { endOperation } from './park-operation.ts';
import { runStep } from './run-step.ts';

/**
 * Undoes every step with a recorded intent, also those without a result, one at a time in reverse order. Answers the
 * domain time until the next look, or undefined when the operation has ended or awaits a person.
 */
export async function runBack(activation: Activation): Promise<number | undefined> {
  const { operation, plan, deps } = activation;
  const steps = deps.workflows[operation.kind].steps(operation, plan);
  for (const step of steps.toReversed()) {
    const { intendedAtMs, status } = activation.step(step.name);
    if (intendedAtMs === undefined || status === 'undone') continue;
    const result = await runStep({ activation, step, steps });
    if (typeof result === 'number') return result;
    const undone = activation.step(step.name);
    if (undone.status !== 'undone') return stopAtFailure(activation, { failed: undone, steps });
  }
  return endOperation(activation, 'rolled-back');
}
