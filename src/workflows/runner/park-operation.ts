import type { Activation } from './activation.ts';
import { endingChange, stopOperation } from './end-operation.ts';
import { attemptLimit } from './poll.ts';

/** Stops an operation that makes no progress and leaves it to a person, with the reason. */
export async function parkOperation(activation: Activation, reason: string): Promise<undefined> {
  const { operation, plan, deps } = activation;
  await stopOperation(activation, {
    state: 'waiting',
    error: {
      code: 'STEP_STUCK',
      text: `The operation makes no progress: ${reason}. Look at the log, then retry or roll back.`,
      step: undefined,
      atMs: deps.clock.now(),
    },
    steps: deps.workflows[operation.kind].steps(operation, plan),
  });
}

/** Ends an operation whose steps are through; when others keep changing what ends with it, a person has to look. */
export async function endOperation(activation: Activation, outcome: 'done' | 'rolled-back'): Promise<undefined> {
  for (let attempt = 0; attempt < attemptLimit; attempt += 1) {
    if ((await activation.commit(await endingChange(activation, outcome))) !== 'conflict') return;
  }
  return parkOperation(activation, 'what it should leave behind was changed by somebody else');
}
