import type { Activation } from './activation.ts';
import { stopAtFailure, stopOperation } from './end-operation.ts';
import { endOperation, parkOperation } from './park-operation.ts';
import { runStep, type StepResult } from './run-step.ts';
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
    const { operation, plan, deps } = activation;
    const steps = deps.workflows[operation.kind].steps(operation, plan);
    activation.outline(steps);
    if (operation.cancelledBy) return stopCancelled(activation, steps);
    const ready = readySteps(activation, steps);
    if (ready.length === 0) return endOfSteps(activation, steps);
    const results = await settleAll(ready.map((step) => runStep({ activation, step, steps })));
    if (activation.operation.state !== 'running') return undefined;
    if (results.includes('cancelled')) return stopCancelled(activation, steps);
    const delays = results.filter((result) => typeof result === 'number');
    if (delays.length === results.length) return Math.min(...delays);
  }
  return 0;
}

/**
 * Steps in work, those in line for a lock, and new ones whose needs are met; once one has failed, nothing new begins.
 * Nothing stands on a step that leads on before it is done, also when it is run again.
 */
function readySteps(activation: Activation, steps: Step[]): Step[] {
  const status = (name: string) => activation.step(name).status;
  const inWork = steps.filter(({ name }) => status(name) === 'running');
  if (steps.some(({ name }) => status(name) === 'failed')) return inWork;
  const leading = steps.findIndex(({ name, leadsOn }) => leadsOn && status(name) !== 'done');
  const reachable = leading === -1 ? steps : steps.slice(0, leading + 1);
  const fresh = reachable.filter(
    ({ name, needs }) =>
      status(name) === 'queued' || (status(name) === 'pending' && needs.every((need) => status(need) === 'done')),
  );
  return [...inWork, ...fresh];
}

/** Nothing is left to run: the operation is done, or a step failed and the others have finished. */
async function endOfSteps(activation: Activation, steps: Step[]): Promise<undefined> {
  const records = steps.map(({ name }) => activation.step(name));
  const failed = records.find(({ status }) => status === 'failed');
  if (failed) return stopAtFailure(activation, { failed, steps });
  if (records.every(({ status }) => status === 'done')) return endOperation(activation, 'done');
  return parkOperation(activation, 'the steps that are left wait for each other');
}

function stopCancelled(activation: Activation, steps: Step[]): Promise<undefined> {
  return stopOperation(activation, { state: 'cancelled', error: undefined, steps });
}

/** All results, also of those that finish after another one threw; then the first error is thrown. */
async function settleAll(promises: Promise<StepResult>[]): Promise<StepResult[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
