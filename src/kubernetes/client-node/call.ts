import { isKnownError, RetryableError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { readApiError } from './api-error.ts';
import type { ObserveCall } from './call-observer.ts';
import type { Apis } from './connection.ts';
import { type KubernetesCall, translateError } from './translate-error.ts';

/** One call, with its errors translated. `verb`, `group` and `resource` are those of `permissions.ts`. */
export type Caller = <T>(call: KubernetesCall & { group: string }, send: (apis: Apis) => Promise<T>) => Promise<T>;

export interface CallDeps {
  cluster: string;
  apis(): Promise<Apis>;
  clock: Clock;
  observe: ObserveCall;
}

export function createCaller(deps: CallDeps): Caller {
  return async (call, send) => {
    const apis = await connected(deps);
    const startedAtMs = deps.clock.now();
    const report = (error: Error | undefined) =>
      deps.observe({
        cluster: deps.cluster,
        action: `${call.verb} ${call.resource}`,
        durationMs: deps.clock.now() - startedAtMs,
        error,
      });
    try {
      const answer = await send(apis);
      report(undefined);
      return answer;
    } catch (error) {
      const translated = translateError(error, call);
      report(translated);
      throw translated;
    }
  };
}

/** Nothing is sent before this succeeds, so a failure never leaves an outcome unknown. */
async function connected(deps: CallDeps): Promise<Apis> {
  try {
    return await deps.apis();
  } catch (error) {
    if (isKnownError(error)) throw error;
    throw new RetryableError({
      code: 'CLUSTER_UNREACHABLE',
      publicText: `the kubeconfig of cluster ${deps.cluster} could not be loaded; an operator has to check it.`,
      cause: error,
    });
  }
}

/** Whether the API answered this status to the call. */
export function isAnswered(error: unknown, status: number): boolean {
  return isKnownError(error) && readApiError(error.cause).status === status;
}

/** The API's word on a failed call, such as `AlreadyExists`; empty when it gave none. */
export function reasonOf(error: unknown): string {
  return isKnownError(error) ? readApiError(error.cause).reason : '';
}

/** Answers undefined when the object does not exist. A 404 without the API's own word may be a wrong address. */
export async function unlessAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (reasonOf(error) === 'NotFound') return undefined;
    throw error;
  }
}
