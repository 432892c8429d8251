import { dayMs, hourMs } from './grant-duration.ts';

export interface ExpiryNoticeInput {
  /** When the grant got this end: its approval or its last extension. */
  endFixedAtMs: number;
  /** Undefined for a standing grant. */
  endMs: number | undefined;
  /** When a notice was last given; undefined: never. */
  lastToldAtMs: number | undefined;
  nowMs: number;
}

export interface ExpiryNotice {
  atMs: number;
  /** How long before the end this notice stands. */
  beforeMs: number;
}

/** 7 days, 24 hours and 1 hour before the end. */
const noticesBeforeMs = [7 * dayMs, dayMs, hourMs];

/**
 * The next notice that a grant is about to end: due when its `atMs` is reached. Notices that would lie before the end
 * was fixed are left out; of several that were missed only the last one comes. Undefined when none is left.
 */
export function nextExpiryNotice(input: ExpiryNoticeInput): ExpiryNotice | undefined {
  const { endFixedAtMs, endMs, nowMs } = input;
  if (endMs === undefined || nowMs >= endMs) return undefined;
  const toldAtMs = Math.max(endFixedAtMs, input.lastToldAtMs ?? endFixedAtMs);
  const left = noticesBeforeMs
    .map((beforeMs) => ({ atMs: endMs - beforeMs, beforeMs }))
    .filter(({ atMs }) => atMs > toldAtMs);
  return left.findLast(({ atMs }) => atMs <= nowMs) ?? left[0];
}
