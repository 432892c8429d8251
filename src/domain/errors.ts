import type { ErrorCode } from './error-codes.ts';

export interface ErrorDetails {
  code: ErrorCode;
  /** For people: what happened and what to do now. Shown in Slack after escaping; never holds a secret. */
  publicText: string;
  cause?: unknown;
}

/**
 * An error of ours: a stable code, a text for people and a private cause. Its subclass decides what the step runner
 * does next; anything else that is thrown counts as retryable up to the attempt limit.
 */
abstract class KnownError extends Error {
  readonly code: ErrorCode;
  readonly publicText: string;
  constructor(details: ErrorDetails) {
    super(`${details.code}: ${details.publicText}`, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.publicText = details.publicText;
  }
}

/** The same call may succeed later. `retryAfterMs` is domain time and overrides the usual back-off. */
export class RetryableError extends KnownError {
  readonly retryAfterMs: number | undefined;
  constructor(details: ErrorDetails & { retryAfterMs?: number | undefined }) {
    super(details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Trying again cannot help: the operation fails and says why. */
export class TerminalError extends KnownError {}

/** A person has to do or decide something; the operation waits for them. */
export class NeedsHumanError extends KnownError {}

/** Somebody stopped the operation. */
export class CancelledError extends KnownError {}

/** The outcome of a changing call is not known (lost answer, deadline). Look before doing it again. */
export class OutcomeUnknownError extends RetryableError {}

export function isKnownError(error: unknown): error is KnownError {
  return error instanceof KnownError;
}
