import type { Limits } from '../../limits/limits.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Next } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import type { SlackApi } from '../slack-api.ts';
import type { SlackMetrics } from '../slack-metrics.ts';
import type { AlertOutlets } from './alert-subject.ts';

export interface OutboxDeps {
  store: Store;
  /** On the background client: no retries of its own, and 429 is an error. */
  api: SlackApi;
  clock: Clock;
  /** Shared by all bots of the workspace; knows the budgets of `slackBudgets`. */
  limits: Limits;
  /** Where requests are decided; undefined: nowhere, so no card is shown. */
  approvalsChannelId?: string | undefined;
  /** Who is called when the store has lost something; nobody when absent. */
  operators?: readonly string[] | undefined;
  /** Undefined: nobody is told about capacity. */
  capacity?: AlertOutlets;
  log: Logger;
  metrics: SlackMetrics;
}

export const finished: Next = { kind: 'finished' };
export const later = (delayMs: number): Next => ({ kind: 'later', delayMs: Math.max(1, Math.ceil(delayMs)) });
