export interface ThrottlePauses {
  /** How long nobody should call after one more throttling answer: 1 s, doubling up to 30 s of wall-clock time. */
  next(action: string, askedMs: number): number;
  reset(action: string): void;
}

const firstMs = 1000;
const longestMs = 30_000;

export function createThrottlePauses(): ThrottlePauses {
  const times = new Map<string, number>();
  return {
    next(action, askedMs) {
      const before = times.get(action) ?? 0;
      times.set(action, before + 1);
      return Math.min(Math.max(firstMs * 2 ** before, askedMs), longestMs);
    },
    reset(action) {
      times.delete(action);
    },
  };
}
