import { CancelledError, isKnownError } from '../../domain/errors.ts';
import { StaleActivation, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';

/** Domain time; longer than anybody waits. The tender of grants makes a late removal loud. */
const deadlineMs = 100 * 365 * 24 * 60 * 60_000;

/** A step without a failed exit: whatever goes wrong it waits and tries again. Only a newer worker takes it over. */
export function neverFailing(
  step: Omit<Step, 'deadlineMs'> & { ensure(context: StepContext): Promise<StepOutcome> },
): Step {
  return {
    ...step,
    deadlineMs,
    ensure: (context) => untilItWorks(context, () => step.ensure(context)),
  };
}

/** The outcome of an attempt, or that the next one is waited for. */
export async function untilItWorks(context: StepContext, attempt: () => Promise<StepOutcome>): Promise<StepOutcome> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof StaleActivation || error instanceof CancelledError) throw error;
    if (isKnownError(error) && error.code === 'STORE_UNAVAILABLE') throw error;
    const why = isKnownError(error) ? error.publicText : 'something unexpected, which the log has';
    return waiting(`the next try, after ${why}`.slice(0, 300), context.startedAtMs);
  }
}
