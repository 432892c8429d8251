/** Runs `task` now and then `everyMs` (wall clock) after it ended, until stopped. Errors go to `onError`. */
export function repeat(
  task: () => Promise<unknown>,
  options: { everyMs: number; onError: (error: unknown) => void },
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = () => {
    task()
      .catch(options.onError)
      .finally(() => {
        if (!stopped) timer = setTimeout(run, options.everyMs);
      });
  };
  run();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
