export interface InFlight {
  middleware: (args: { next: () => Promise<void> }) => Promise<void>;
  /** Resolves when nothing runs any more, at the latest after `graceMs`. */
  drained(graceMs: number): Promise<void>;
}

/** Counts running listeners: Bolt's own stop does not wait for them. */
export function createInFlight(): InFlight {
  let running = 0;
  let onIdle: (() => void) | undefined;
  return {
    async middleware({ next }) {
      running += 1;
      try {
        await next();
      } finally {
        running -= 1;
        if (running === 0) onIdle?.();
      }
    },
    drained(graceMs) {
      if (running === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
