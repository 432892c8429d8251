/** Runs tasks in the order of asking, so many at a time; one that fails ends its own turn only. */
export function createTurns(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async (task) => {
    if (taken < atOnce) taken += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const following = waiting.shift();
      if (following) following();
      else taken -= 1;
    }
  };
}
