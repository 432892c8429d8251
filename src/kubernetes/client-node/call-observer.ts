import { isKnownError } from '../../domain/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { readApiError } from './api-error.ts';

export interface ObservedCall {
  cluster: string;
  /** Verb and resource. */
  action: string;
  durationMs: number;
  /** What the caller is told; undefined when the call went well. */
  error: Error | undefined;
}

export type ObserveCall = (call: ObservedCall) => void;

/** Counts every call, and logs a failed one; that an object does not exist is an ordinary answer. */
export function createCallObserver({ metrics, log }: { metrics: Metrics; log: Logger }): ObserveCall {
  const calls = metrics.counter({
    name: 'kubernetes_calls_total',
    help: 'Calls to the Kubernetes API by cluster, action and outcome',
    labels: ['cluster', 'action', 'code'],
  });
  const durations = metrics.histogram({
    name: 'kubernetes_call_duration_seconds',
    help: 'How long calls to the Kubernetes API took',
    labels: ['cluster', 'action'],
  });
  return ({ cluster, action, durationMs, error }) => {
    const { status, reason, networkCode } = readApiError(error?.cause);
    const code = !error ? 'ok' : status === 404 ? 'not-found' : isKnownError(error) ? error.code : 'unknown';
    calls.add({ cluster, action, code });
    durations.observe({ cluster, action }, durationMs / 1000);
    if (!error) return;
    const fields = { cluster, action, code, status, reason, networkCode, durationMs };
    if (status === 404) log.debug(fields, 'Kubernetes object not found');
    else log.warn(fields, 'Kubernetes call failed');
  };
}
