export interface ThrottlePauses {
  /**
   * How long nobody should call after one more throttling answer: 1 s, doubling up to 30 s of wall-clock time. Answers
   * that arrive during a pause belong to calls that were under way together and do not double it again.
   */
  next(action: string, throttled: { askedMs: number; nowMs: number }): number;
  reset(action: string): void;
}

const firstMs = 1000;
const longestMs = 30_000;

export function createThrottlePauses(): ThrottlePauses {
  const pauses = new Map<string, { lengthMs: number; untilMs: number }>();
  return {
    next(action, { askedMs, nowMs }) {
      const before = pauses.get(action);
      if (before && nowMs < before.untilMs) return before.untilMs - nowMs;
      const doubledMs = before ? before.lengthMs * 2 : firstMs;
      const lengthMs = Math.min(Math.max(doubledMs, askedMs), longestMs);
      pauses.set(action, { lengthMs, untilMs: nowMs + lengthMs });
      return lengthMs;
    },
    reset(action) {
      pauses.delete(action);
    },
  };
}
