import { z } from 'zod';
import type { WatchRequest } from '../kubernetes.ts';
import type { Apis } from './connection.ts';

export interface WatchRun {
  apis(): Promise<Apis>;
  request: WatchRequest;
  /** The resourceVersion to go on from; undefined begins with every object that is there. */
  position: string | undefined;
  signal: AbortSignal;
  onConnected(): void;
  /** ADDED, MODIFIED or DELETED, with the object whole. */
  onEvent(type: string, object: unknown): void;
}

export interface WatchEnd {
  wasConnected: boolean;
  /** Where the next connection goes on; undefined when the API does not know this one's place any more. */
  position: string | undefined;
  error: unknown;
}

/**
 * One connection of a watch, until it ends for whatever reason; never rejects. The client ends one that is silent for
 * 30 s, so a dead connection is noticed, and a quiet one goes on from its position.
 */
export async function watchOnce(run: WatchRun): Promise<WatchEnd> {
  let position = run.position;
  let wasConnected = false;
  const ended = Promise.withResolvers<unknown>();
  let isOver = false;
  const end = (error: unknown) => {
    isOver = true;
    ended.resolve(error);
  };
  const take = (type: string, object: unknown) => {
    if (isOver || run.signal.aborted) return;
    if (type === 'ERROR') return end(refusal(object));
    const parsed = watched.safeParse(object);
    if (!parsed.success) return;
    position = parsed.data.metadata.resourceVersion;
    if (type !== 'BOOKMARK') run.onEvent(type, object);
  };
  try {
    const { watch } = await run.apis();
    const { labelSelector, fieldSelector } = run.request;
    const query = { labelSelector, fieldSelector, allowWatchBookmarks: true, resourceVersion: position };
    const connection = await watch.watch(pathOf(run.request), query, take, end);
    const abort = () => connection.abort();
    run.signal.addEventListener('abort', abort, { once: true });
    if (run.signal.aborted) abort();
    else if (!isOver) {
      wasConnected = true;
      run.onConnected();
    }
    const error = asApiError(await ended.promise);
    run.signal.removeEventListener('abort', abort);
    abort();
    return { wasConnected, position: isRefused(error) ? undefined : position, error };
  } catch (error) {
    return { wasConnected, position, error };
  }
}

const watched = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

function pathOf({ resource, namespace }: WatchRequest): string {
  return namespace ? `/api/v1/namespaces/${namespace}/${resource}` : `/api/v1/${resource}`;
}

const status = z.object({ code: z.number(), message: z.string().catch('') });

/** An ERROR event carries a Status: 410 when the position is too old. */
function refusal(object: unknown): unknown {
  const parsed = status.safeParse(object);
  return parsed.success ? { code: parsed.data.code, body: object } : new Error('the watch ended with an error');
}

/** The client's watch names the HTTP status otherwise than its calls do and drops the body; a timeout has a code too. */
function asApiError(error: unknown): unknown {
  if (error instanceof DOMException) return new Error(error.message);
  const parsed = z.object({ statusCode: z.number(), message: z.string() }).safeParse(error);
  return parsed.success ? { code: parsed.data.statusCode, body: { message: parsed.data.message } } : error;
}

/** Whatever the API has against a watch, the next one starts from scratch. */
function isRefused(error: unknown): boolean {
  return status.pick({ code: true }).safeParse(error).success;
}
