import type { GrantDuration } from './grant-duration.ts';

export interface GrantClock {
  /** From the decision: the last approval that was needed. Delays in applying never move the end. */
  approvedAtMs: number;
  duration: GrantDuration;
  /** When the first version of this grant was approved; the same as `approvedAtMs` for the first. */
  firstApprovedAtMs: number;
  /** The policy's cap, counted from the first approval. */
  maxGrantMs: number;
}

/** The absolute end of a grant, fixed by its approval and never past the policy's cap; undefined for a standing one. */
export function grantEnd(clock: GrantClock): number | undefined {
  if (clock.duration.kind === 'standing') return undefined;
  return Math.min(clock.approvedAtMs + clock.duration.durationMs, clock.firstApprovedAtMs + clock.maxGrantMs);
}

/** Whether the end is reached: at the end and past it nothing is written any more. A standing grant is never over. */
export function isOver(endMs: number | undefined, nowMs: number): boolean {
  return endMs !== undefined && nowMs >= endMs;
}
