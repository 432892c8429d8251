import type { Clock } from '../../platform/clock.ts';
import type { Freshness } from '../cloud.ts';

export interface SharedReads {
  /** A `fresh` read always goes out. Shared ones wait for the same load and keep it for a second of domain time. */
  read<T>(request: { key: string; freshness: Freshness; load: () => Promise<T> }): Promise<T>;
  /** Forgets what starts with the prefix, also loads under way: whoever asks from now on sees the change. */
  drop(prefix: string): void;
}

interface Entry {
  value: Promise<unknown>;
  loadedAtMs: number | undefined;
}

const keepMs = 1000;

export function createSharedReads(clock: Clock): SharedReads {
  const entries = new Map<string, Entry>();

  const isUsable = (entry: Entry) => entry.loadedAtMs === undefined || clock.elapsed(entry.loadedAtMs) < keepMs;

  function forgetOld(): void {
    for (const [key, entry] of entries) if (!isUsable(entry)) entries.delete(key);
  }

  function start<T>(key: string, load: () => Promise<T>): Promise<T> {
    forgetOld();
    const value = load();
    const entry: Entry = { value, loadedAtMs: undefined };
    entries.set(key, entry);
    value.then(
      () => {
        entry.loadedAtMs = clock.now();
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return value;
  }

  return {
    read<T>({ key, freshness, load }: { key: string; freshness: Freshness; load: () => Promise<T> }): Promise<T> {
      if (freshness === 'fresh') return load();
      const entry = entries.get(key);
      return entry && isUsable(entry) ? sharedValue<T>(entry) : start(key, load);
    },
    drop(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}

/** The one cast: an entry holds what the loader of the same key answered, and a key has one loader. */
function sharedValue<T>(entry: Entry): Promise<T> {
  return entry.value as Promise<T>;
}
