/**
 * The only reader of the system clock. Instants are wall-clock milliseconds since the epoch. Durations come in two
 * kinds: *domain time* (polls, expiry, sweeps, step deadlines) passes `scale` times faster than the wall clock and is
 * scaled here, at the moment it becomes an instant or a delay; *wire time* (call deadlines, lock durations,
 * signatures) is never scaled and does not pass through `after`, `delay` or `elapsed`.
 */
export interface Clock {
  now(): number;
  /** The instant at which `domainMs` of domain time from `fromMs` (default now) will have passed. */
  after(domainMs: number, fromMs?: number): number;
  /** How long `domainMs` of domain time lasts on the wall clock. */
  delay(domainMs: number): number;
  /** Domain time that has passed since the instant. */
  elapsed(sinceMs: number): number;
}

export function createClock(scale = 1, systemNow: () => number = Date.now): Clock {
  return {
    now: systemNow,
    after: (domainMs, fromMs = systemNow()) => fromMs + Math.ceil(domainMs / scale),
    delay: (domainMs) => Math.ceil(domainMs / scale),
    elapsed: (sinceMs) => Math.max(0, (systemNow() - sinceMs) * scale),
  };
}
