import { z } from 'zod';
import type { WatchRequest } from '../kubernetes.ts';
import type { Caller } from './call.ts';
import type { Apis } from './connection.ts';
import { allPages, pageSize } from './pages.ts';
import { keepWatching, type WatchDeps } from './watch.ts';

export interface CopyOf<Kept> {
  request: WatchRequest;
  list(
    apis: Apis,
    query: { labelSelector: string; fieldSelector?: string; limit: number; _continue?: string },
  ): Promise<{ items: unknown[]; metadata?: { resourceVersion?: string; _continue?: string } }>;
  /** What is kept of an object; undefined: nothing. */
  keep(object: unknown): Kept | undefined;
}

export interface Copy<Kept> {
  /** Out of memory while the watch stands; else listed anew, once for all who wait. Throws when that fails. */
  read(): Promise<Kept[]>;
  stop(): void;
}

/** Keeps what is there of one resource: a list, then changes by watch from there on, and a list again when those end. */
export function keepCopy<Kept>(deps: WatchDeps & { call: Caller }, what: CopyOf<Kept>): Copy<Kept> {
  const { request } = what;
  const stopping = new AbortController();
  const kept = new Map<string, Kept>();
  let isCurrent = false;
  let listing: Promise<string | undefined> | undefined;

  async function list(): Promise<string | undefined> {
    const { labelSelector, fieldSelector } = request;
    const next = new Map<string, Kept>();
    let position: string | undefined;
    await allPages(async (_continue) => {
      const page = await deps.call({ verb: 'list', group: '', resource: request.resource }, (apis) =>
        what.list(apis, {
          ...{ labelSelector, limit: pageSize },
          ...(fieldSelector && { fieldSelector }),
          ...(_continue && { _continue }),
        }),
      );
      position ??= page.metadata?.resourceVersion;
      for (const object of page.items) put(next, object);
      return { items: [], metadata: page.metadata };
    });
    // The watch came back meanwhile: what it has told since is newer than this list.
    if (isCurrent) return position;
    kept.clear();
    for (const [uid, one] of next) kept.set(uid, one);
    return position;
  }

  const listOnce = () => {
    listing ??= list().finally(() => {
      listing = undefined;
    });
    return listing;
  };

  function put(into: Map<string, Kept>, object: unknown): void {
    const { uid } = identified.parse(object).metadata;
    const one = what.keep(object);
    if (one === undefined) into.delete(uid);
    else into.set(uid, one);
  }

  void keepWatching({
    deps,
    request,
    signal: stopping.signal,
    begin: listOnce,
    onState: (isConnected) => {
      isCurrent = isConnected;
    },
    onEvent: (type, object) => {
      try {
        if (type === 'DELETED') kept.delete(identified.parse(object).metadata.uid);
        else put(kept, object);
      } catch {
        // The next read lists anew and says what is wrong.
        isCurrent = false;
      }
    },
  });
  return {
    async read() {
      if (!isCurrent) await listOnce();
      return [...kept.values()];
    },
    stop: () => stopping.abort(),
  };
}

const identified = z.object({ metadata: z.object({ uid: z.string() }) });
