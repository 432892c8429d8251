import type { ErrorCode } from '../../domain/error-codes.ts';
import { isKnownError } from '../../domain/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { CloudAction } from './actions.ts';
import { readVendorError } from './vendor-error.ts';

export interface ObservedCall {
  action: CloudAction;
  durationMs: number;
  /** What the caller is told; undefined when the call went well. */
  error: Error | undefined;
}

export type ObserveCall = (call: ObservedCall) => void;

/** Answers that belong to the ordinary course of an operation. */
const ordinary: readonly ErrorCode[] = ['CLOUD_NOT_FOUND', 'CLOUD_BUSY', 'CLOUD_IN_USE', 'CLOUD_THROTTLED'];

/** Counts every call, and logs a failed one with the vendor's request id, which their support asks for. */
export function createCallObserver({ metrics, log }: { metrics: Metrics; log: Logger }): ObserveCall {
  const calls = metrics.counter({
    name: 'cloud_calls_total',
    help: 'Calls to Alibaba Cloud by action and outcome',
    labels: ['action', 'code'],
  });
  const durations = metrics.histogram({
    name: 'cloud_call_duration_seconds',
    help: 'How long calls to Alibaba Cloud took',
    labels: ['action'],
  });
  return ({ action, durationMs, error }) => {
    const code = codeOf(error);
    calls.add({ action, code });
    durations.observe({ action }, durationMs / 1000);
    if (!error) return;
    const { code: vendorCode, status, requestId } = readVendorError(error.cause);
    const fields = { action, code, vendorCode, status, requestId, durationMs };
    if (isKnownError(error) && ordinary.includes(error.code)) log.debug(fields, 'cloud call refused');
    else log.warn(fields, 'cloud call failed');
  };
}

function codeOf(error: Error | undefined): string {
  if (!error) return 'ok';
  return isKnownError(error) ? error.code : 'unknown';
}
