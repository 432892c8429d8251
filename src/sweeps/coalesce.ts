export interface Coalesced {
  call(key: string): void;
  stop(): void;
}

/**
 * Runs `task` for a key at once, and again at the earliest `everyMs` (wall clock) after it ended; however many calls
 * come in between count as one. Errors go to `onError`. Keeps nothing about a key that was quiet that long.
 */
export function coalesce(
  task: (key: string) => Promise<unknown>,
  options: { everyMs: number; onError: (error: unknown) => void },
): Coalesced {
  const busy = new Map<string, { isAsked: boolean; timer?: NodeJS.Timeout }>();
  let stopped = false;
  const run = (key: string) => {
    const entry: { isAsked: boolean; timer?: NodeJS.Timeout } = { isAsked: false };
    busy.set(key, entry);
    task(key)
      .catch(options.onError)
      .finally(() => {
        if (stopped) return;
        entry.timer = setTimeout(() => (entry.isAsked ? run(key) : busy.delete(key)), options.everyMs);
      });
  };
  return {
    call(key) {
      const entry = busy.get(key);
      if (entry) entry.isAsked = true;
      else if (!stopped) run(key);
    },
    stop() {
      stopped = true;
      for (const { timer } of busy.values()) clearTimeout(timer);
      busy.clear();
    },
  };
}
