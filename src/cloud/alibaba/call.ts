import type { ZodType } from 'zod';
import { isKnownError, RetryableError } from '../../domain/errors.ts';
import type { Limits } from '../../limits/limits.ts';
import type { Clock } from '../../platform/clock.ts';
import type { CloudAction } from './actions.ts';
import { withDeadline } from './call-deadline.ts';
import type { ObserveCall } from './call-observer.ts';
import type { Credentials } from './credentials.ts';
import { createThrottlePauses, type ThrottlePauses } from './throttle-pauses.ts';
import { translateError } from './translate-error.ts';
import { readVendorError } from './vendor-error.ts';

export interface Call<Sdk, Answer> {
  action: CloudAction;
  /** What the call makes stale, as prefixes of shared reads; set exactly when it changes something. */
  makesStale?: string;
  /** Wire time; default 15 s, at most 30 s. */
  deadlineMs?: number;
  send(sdk: Sdk): Promise<{ body?: unknown }>;
  answer: ZodType<Answer>;
}

/** One call to one product: budget, deadline, metrics, parsing and translated errors. */
export type Caller<Sdk> = <Answer>(call: Call<Sdk, Answer>) => Promise<Answer>;

export interface CallDeps {
  limits: Limits;
  clock: Clock;
  credentials: Credentials;
  observe: ObserveCall;
  dropShared(prefix: string): void;
}

const defaultDeadlineMs = 15_000;

export function createCaller<Sdk>(deps: CallDeps, loadSdk: () => Promise<Sdk>): Caller<Sdk> {
  const pauses = createThrottlePauses();
  return async (call) => {
    await takeFromBudget(deps, call.action);
    const sdk = await prepare(deps, call.action, loadSdk);
    const startedAtMs = deps.clock.now();
    const report = (error: Error | undefined) =>
      deps.observe({ action: call.action, durationMs: deps.clock.now() - startedAtMs, error });
    try {
      const { body } = await withDeadline(call.deadlineMs ?? defaultDeadlineMs, () => call.send(sdk));
      const answer = call.answer.parse(body ?? {});
      report(undefined);
      pauses.reset(call.action);
      return answer;
    } catch (error) {
      const translated = translateError(error, { action: call.action, changes: call.makesStale !== undefined });
      report(translated);
      throw await afterFailure(deps, { action: call.action, error, translated, pauses });
    } finally {
      if (call.makesStale !== undefined) deps.dropShared(call.makesStale);
    }
  };
}

async function takeFromBudget(deps: CallDeps, action: CloudAction): Promise<void> {
  const taken = await deps.limits.take(action);
  if (taken.ok) return;
  throw new RetryableError({
    code: 'CLOUD_THROTTLED',
    publicText: `too many calls of ${action} at the moment; the next try follows by itself.`,
    retryAfterMs: domainMs(deps.clock, taken.retryAfterMs),
  });
}

/** Loading the SDK or fetching keys sends nothing to the API, so a failure here never leaves an outcome unknown. */
async function prepare<Sdk>(deps: CallDeps, action: CloudAction, loadSdk: () => Promise<Sdk>): Promise<Sdk> {
  try {
    await withDeadline(defaultDeadlineMs, () => deps.credentials.prepare());
    return await loadSdk();
  } catch (error) {
    if (isKnownError(error)) throw error;
    throw new RetryableError({
      code: 'CLOUD_UNAVAILABLE',
      publicText: `no credentials for Alibaba Cloud could be fetched for ${action}; it is tried again by itself.`,
      cause: error,
    });
  }
}

async function afterFailure(
  deps: CallDeps,
  failure: { action: CloudAction; error: unknown; translated: Error; pauses: ThrottlePauses },
): Promise<Error> {
  const { action, error, translated, pauses } = failure;
  const vendor = readVendorError(error);
  if (/SecurityToken/i.test(vendor.code)) deps.credentials.drop();
  if (!(translated instanceof RetryableError) || translated.code !== 'CLOUD_THROTTLED') return translated;
  const pauseMs = pauses.next(action, { askedMs: translated.retryAfterMs ?? 0, nowMs: deps.clock.now() });
  await deps.limits.block(action, pauseMs);
  return new RetryableError({
    code: translated.code,
    publicText: translated.publicText,
    retryAfterMs: domainMs(deps.clock, pauseMs),
    cause: error,
  });
}

/** Wall-clock milliseconds as domain time, which is what `retryAfterMs` of an error is in. */
function domainMs(clock: Clock, wallMs: number): number {
  const longMs = 1_000_000_000;
  return Math.ceil(wallMs * (longMs / clock.delay(longMs)));
}
