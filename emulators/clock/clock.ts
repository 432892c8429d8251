/**
 * The emulators' clock: instants are wall time (so that they can be compared with what a client reads on its own
 * clock), durations are virtual and pass `scale` times faster. A clock is stopped with the emulator that owns it.
 */
export interface EmulatorClock {
  readonly scale: number;
  /** Wall-clock milliseconds since the epoch. */
  now(): number;
  /** Runs `action` after `virtualMs` of virtual time; returns a function that calls it off. */
  after(virtualMs: number, action: () => void): () => void;
  /** Calls off everything that is pending. */
  stop(): void;
}

export function createEmulatorClock(scale = 1): EmulatorClock {
  const pending = new Set<NodeJS.Timeout>();
  return {
    scale,
    now: () => Date.now(),
    after(virtualMs, action) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        action();
      }, virtualMs / scale);
      pending.add(timer);
      return () => {
        clearTimeout(timer);
        pending.delete(timer);
      };
    },
    stop() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
