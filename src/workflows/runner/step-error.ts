import type { ErrorCode } from '../../domain/error-codes.ts';
import { isKnownError, NeedsHumanError, RetryableError, TerminalError } from '../../domain/errors.ts';
import type { RecordedError, StepRecord } from '../../domain/operation.ts';
import { attemptLimit, retryDelayMs } from './poll.ts';

/** What the runner does about an error of a step. */
export type StepErrorDecision = {
  error: RecordedError;
  attempts: number;
} & ({ kind: 'retry'; delayMs: number } | { kind: 'fail' } | { kind: 'needs-person' });

/** Others' changes and throttling pass by themselves: they are bounded by the step's deadline, not by attempts. */
const passing: ReadonlySet<ErrorCode> = new Set(['CLOUD_BUSY', 'CLOUD_THROTTLED', 'CLOUD_IN_USE']);

/** Decides by the kind of the error; unknown ones are retryable up to the attempt limit, then they need a person. */
export function decideOnStepError(
  error: unknown,
  step: { name: string; record: StepRecord; nowMs: number },
): StepErrorDecision {
  const recorded = recordError(error, step);
  const attempts = step.record.attempts + (passing.has(recorded.code) ? 0 : 1);
  const decided = { error: recorded, attempts };
  if (error instanceof TerminalError) return { ...decided, kind: 'fail' };
  if (error instanceof NeedsHumanError || attempts >= attemptLimit) return { ...decided, kind: 'needs-person' };
  const askedMs = error instanceof RetryableError ? error.retryAfterMs : undefined;
  return { ...decided, kind: 'retry', delayMs: askedMs ?? retryDelayMs(Math.max(1, attempts)) };
}

function recordError(error: unknown, step: { name: string; nowMs: number }): RecordedError {
  if (isKnownError(error)) return { code: error.code, text: error.publicText, step: step.name, atMs: step.nowMs };
  return {
    code: 'STEP_STUCK',
    text: 'Something unexpected went wrong; the log has the details under this operation.',
    step: step.name,
    atMs: step.nowMs,
  };
}
