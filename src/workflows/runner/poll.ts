/** Domain time until the next look: 3 % of what was already waited, between one and fifteen seconds. */
export function pollIntervalMs(waitedMs: number): number {
  return Math.min(15_000, Math.max(1_000, waitedMs * 0.03));
}

/** Domain time until a step whose commit met a change of others runs again: they are quick, but may go on for long. */
export function conflictDelayMs(waitedMs: number): number {
  return Math.min(1_000, Math.max(50, waitedMs * 0.03));
}

/** Domain time until the next try after the n-th failed one: 1, 2, 4, ... at most 30 seconds. */
export function retryDelayMs(attempts: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.max(0, attempts - 1));
}

/** A parked step needs a person after this many tries without progress. */
export const attemptLimit = 10;
