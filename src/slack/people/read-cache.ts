import type { Logger } from '../../platform/logger.ts';
import { toSlackFailure } from '../slack-errors.ts';

export interface ReadCache<Value> {
  /** Undefined when it was never read, or not for too long. */
  fresh(id: string): Value | undefined;
  /** Whatever was read last. */
  all(): Value[];
  /** Reads now, in the background; asked twice, it reads once. */
  fetchSoon(id: string): void;
  /** Reads at most so many of the ids, those first that were read longest ago, and only if older than `olderThanMs`. */
  refreshOldest(ids: Iterable<string>, bounds: { most: number; olderThanMs: number }): Promise<void>;
}

export interface ReadCacheDeps<Value> {
  read: (id: string) => Promise<Value>;
  /** What could not be read again for this long is not believed any more. */
  validMs: number;
  now: () => number;
  log: Logger;
}

const mostKnown = 50_000;
const mostAtOnce = 50;

/** Values read from Slack, kept in memory with their age. */
export function createReadCache<Value>({ read, validMs, now, log }: ReadCacheDeps<Value>): ReadCache<Value> {
  const known = new Map<string, { value: Value; atMs: number }>();
  const fetching = new Set<string>();
  const readAtMs = (id: string) => known.get(id)?.atMs ?? 0;

  async function keep(id: string): Promise<void> {
    const value = await read(id);
    if (known.size >= mostKnown) known.clear();
    known.set(id, { value, atMs: now() });
  }

  return {
    fresh(id) {
      const entry = known.get(id);
      return entry && now() - entry.atMs < validMs ? entry.value : undefined;
    },
    all: () => [...known.values()].map(({ value }) => value),
    fetchSoon(id) {
      if (fetching.has(id) || fetching.size >= mostAtOnce) return;
      fetching.add(id);
      keep(id)
        .catch((err: unknown) => log.warn({ id, err }, 'a person or group could not be read'))
        .finally(() => fetching.delete(id));
    },
    async refreshOldest(ids, { most, olderThanMs }) {
      const due = [...ids].filter((id) => now() - readAtMs(id) >= olderThanMs);
      for (const id of due.sort((left, right) => readAtMs(left) - readAtMs(right)).slice(0, most)) {
        try {
          await keep(id);
        } catch (err) {
          log.warn({ id, err }, 'a person or group could not be read');
          // The rest would be refused as well; the next round begins with what is oldest.
          if (toSlackFailure(err).kind === 'rate-limited') return;
        }
      }
    },
  };
}
