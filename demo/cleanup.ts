/** What has to be ended, the last begun first. */
export interface Cleanup {
  /** Once ending has begun, what is added is ended at once. */
  add(end: () => Promise<void> | void): void;
  /** Ends everything, each thing once; a failure is told at the end and stops nothing. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const ends: (() => Promise<void> | void)[] = [];
  const failures: unknown[] = [];
  let running: Promise<void> | undefined;
  const drain = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) {
      try {
        await end();
      } catch (err) {
        failures.push(err);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
  };
  return {
    add(end) {
      ends.push(end);
      if (running) running = running.then(drain);
    },
    run() {
      running ??= drain();
      return running;
    },
  };
}
