import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { WatchedObject, Watching, WatchRequest } from '../kubernetes.ts';
import type { Apis } from './connection.ts';
import { words } from './object-meta.ts';
import type { ObserveWatch } from './watch-observer.ts';
import { type WatchEnd, watchOnce } from './watch-once.ts';

export interface WatchDeps {
  cluster: string;
  apis(): Promise<Apis>;
  clock: Clock;
  observe: ObserveWatch;
}

/** A connection that lasted this long (wire time) was a good one: the next follows at once. */
const settledMs = 5_000;
const shortestDelayMs = 250;
const longestDelayMs = 30_000;

/** Watches until stopped: one connection at a time, a new one after each that ended, with back-off. Never throws. */
export function watchObjects(
  deps: WatchDeps,
  request: WatchRequest,
  onChange: (object: WatchedObject) => void,
): Watching {
  const stopping = new AbortController();
  const onEvent = (_type: string, object: unknown) => {
    const parsed = watched.safeParse(object);
    if (parsed.success) onChange(parsed.data.metadata);
  };
  void keepWatching({ deps, request, onEvent, signal: stopping.signal });
  return { stop: () => stopping.abort() };
}

const watched = z.object({ metadata: z.object({ name: z.string(), labels: words, annotations: words }) });

interface Watch {
  deps: WatchDeps;
  request: WatchRequest;
  onEvent: (type: string, object: unknown) => void;
  signal: AbortSignal;
  /** Where to begin without a place to go on from; by default with every object that is there. May throw. */
  begin?: () => Promise<string | undefined>;
  /** Told of every connection and every end of one. */
  onState?: (isConnected: boolean) => void;
}

export async function keepWatching({ deps, request, onEvent, signal, begin, onState }: Watch): Promise<void> {
  const report = reportChanges(deps, request.resource);
  let position: string | undefined;
  let shortOnes = 0;
  while (!signal.aborted) {
    const startedAtMs = deps.clock.now();
    const end = await beginAndWatch();
    if (signal.aborted) return;
    onState?.(false);
    if (!end.wasConnected) report({ isConnected: false, error: end.error });
    position = end.position;
    const isSettled = end.wasConnected && deps.clock.now() - startedAtMs >= settledMs;
    shortOnes = isSettled ? 0 : shortOnes + 1;
    if (!isSettled) await sleep(backOffMs(shortOnes), undefined, { signal, ref: false }).catch(() => undefined);
  }

  async function beginAndWatch(): Promise<WatchEnd> {
    try {
      position ??= await begin?.();
    } catch (error) {
      return { wasConnected: false, position: undefined, error };
    }
    const onConnected = () => {
      onState?.(true);
      report({ isConnected: true });
    };
    return watchOnce({ apis: deps.apis, request, position, signal, onConnected, onEvent });
  }
}

/** Passes on what differs from what was reported last. */
function reportChanges({ cluster, observe }: WatchDeps, resource: string) {
  let last: boolean | undefined;
  return (state: { isConnected: boolean; error?: unknown }) => {
    if (state.isConnected === last) return;
    last = state.isConnected;
    observe({ cluster, resource, ...state });
  };
}

/** Spread, so that the replicas do not all come back to an API server at the same moment. */
function backOffMs(shortOnes: number): number {
  return Math.min(longestDelayMs, shortestDelayMs * 2 ** Math.min(shortOnes - 1, 10)) * (0.5 + Math.random() / 2);
}
