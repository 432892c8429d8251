import type { Activation } from './activation.ts';
import { stopOperation } from './end-operation.ts';

/** Stops an operation that makes no progress and leaves it to a person, with the reason. */
export async function parkOperation(activation: Activation, reason: string): Promise<void> {
  const { operation, plan, deps } = activation;
  await stopOperation(activation, {
    state: 'waiting',
    error: JSON.stringify({
      code: 'STEP_STUCK',
      text: `The operation makes no progress: ${reason}. Look at the log, then retry or roll back.`,
      atMs: deps.clock.now(),
    }),
    steps: deps.workflows[operation.kind].steps(operation, plan),
  });
}
