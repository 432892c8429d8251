import { operationField } from '../../store/operation-record.ts';
import { type Activation, outlineOf } from './activation.ts';
import { endingChange, stopOperation } from './end-operation.ts';
import { runStep } from './run-step.ts';
import type { Step } from './workflow.ts';

/** More rounds than any workflow has steps; an activation that needs more goes on in the next one. */
const roundLimit = 60;

/**
 * Executes what is ready until everything waits. Answers the domain time until the next look, or undefined when the
 * operation has ended or awaits a person.
 */
export async function runForward(activation: Activation): Promise<number | undefined> {
  for (let round = 0; round < roundLimit; round += 1) {
    if (round > 0) await activation.refresh();
    const steps = await outlinedSteps(activation);
    if (activation.operation.cancelledBy) {
      await stopOperation(activation, { state: 'cancelled', error: undefined, steps });
      return undefined;
    }
    const ready = readySteps(activation, steps);
    if (ready.length === 0) return endOfSteps(activation, steps);
    const outcomes = await settleAll(ready.map((step) => runStep({ activation, step, steps })));
    if (activation.operation.state !== 'running') return undefined;
    const delays = outcomes.filter((outcome) => outcome !== 'progress');
    if (delays.length === outcomes.length) return Math.min(...delays);
  }
  return 0;
}

/** The steps, with their titles kept for whoever shows the operation. */
async function outlinedSteps(activation: Activation): Promise<Step[]> {
  const { operation, plan, deps } = activation;
  const steps = deps.workflows[operation.kind].steps(operation, plan);
  const known = operation.steps.map(({ name }) => name);
  if (known.join() !== steps.map(({ name }) => name).join()) {
    await activation.commit({ set: { [operationField.outline]: outlineOf(steps) } });
  }
  return steps;
}

/** Steps in work, those in line for a lock, and new ones whose needs are met; once one has failed, nothing new begins. */
function readySteps(activation: Activation, steps: Step[]): Step[] {
  const status = (name: string) => activation.step(name).status;
  const inWork = steps.filter(({ name }) => status(name) === 'running');
  if (steps.some(({ name }) => status(name) === 'failed')) return inWork;
  const fresh = steps.filter(
    ({ name, needs }) =>
      status(name) === 'queued' || (status(name) === 'pending' && needs.every((need) => status(need) === 'done')),
  );
  return [...inWork, ...fresh];
}

/** Nothing is left to run: the operation is done, or a step failed and the others have finished. */
async function endOfSteps(activation: Activation, steps: Step[]): Promise<undefined> {
  const failed = steps.map(({ name }) => activation.step(name)).find(({ status }) => status === 'failed');
  if (!failed) {
    await activation.commit(await endingChange(activation, 'done'));
    return undefined;
  }
  await stopOperation(activation, {
    state: failed.needsPerson ? 'waiting' : 'failed',
    error: JSON.stringify(failed.lastError),
    steps,
  });
  return undefined;
}

/** All outcomes, also of those that finish after another one threw; then the first error is thrown. */
async function settleAll<Value>(promises: Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
