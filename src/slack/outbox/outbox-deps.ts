import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import type { SlackApi } from '../slack-api.ts';
import type { SlackMetrics } from '../slack-metrics.ts';

export interface OutboxDeps {
  store: UseCaseContext['store'];
  /** On the background client: no retries of its own, and 429 is an error. */
  api: SlackApi;
  clock: Clock;
  /** Shared by all bots of the workspace; knows the budgets of `slackBudgets`. */
  limits: EditLimits;
  log: Logger;
  metrics: SlackMetrics;
}

/** The part of the shared limits that is used here; waits are wall-clock milliseconds. */
export interface EditLimits {
  take(budget: string): Promise<{ ok: true } | { ok: false; retryAfterMs: number }>;
  block(budget: string, forMs: number): Promise<void>;
}

/** What a job wants next. */
export type Next = { kind: 'finished' } | { kind: 'later'; delayMs: number };

export const finished: Next = { kind: 'finished' };
export const later = (delayMs: number): Next => ({ kind: 'later', delayMs: Math.max(1, Math.ceil(delayMs)) });
