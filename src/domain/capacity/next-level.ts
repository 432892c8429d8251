import { compareLevels, type Level, type LevelInput, targetLevel } from './level.ts';

/** A level on its way: since when every measurement speaks for a worse (or a milder) one, and which one all agree on. */
export interface PendingLevel {
  direction: 'worse' | 'milder';
  sinceMs: number;
  level: Level;
}

/** Where one zone stands. All times of this file are wall-clock milliseconds. */
export interface LevelState {
  level: Level;
  /** When it came to this level. */
  sinceMs: number;
  pending: PendingLevel | undefined;
  /** The last measurement. */
  measuredMs: number;
}

export interface NextLevelInput extends Omit<LevelInput, 'current'> {
  /** Undefined before the first measurement. */
  state: LevelState | undefined;
  nowMs: number;
  /** How long all measurements must agree. */
  sustainMs: number;
  /** Measurements that lie further apart say nothing about the time between them. */
  longestGapMs: number;
}

/**
 * The state after one more measurement. A level changes only when all measurements of the last `sustainMs` spoke for a
 * change in that direction, and only as far as all of them went.
 */
export function nextLevel(input: NextLevelInput): LevelState {
  const { state = firstState(input.nowMs), nowMs, sustainMs, longestGapMs } = input;
  const { level } = state;
  const target = targetLevel({ ...input, current: level });
  const measured = { ...state, measuredMs: nowMs };
  if (target === level) return { ...measured, pending: undefined };
  const hasGap = nowMs - state.measuredMs > longestGapMs;
  const pending = agreed(hasGap ? undefined : state.pending, { from: level, target, nowMs });
  if (nowMs - pending.sinceMs < sustainMs) return { ...measured, pending };
  const next = { level: pending.level, sinceMs: nowMs, measuredMs: nowMs };
  const goesOn = target === next.level ? undefined : agreed(undefined, { from: next.level, target, nowMs });
  return { ...next, pending: goesOn };
}

function firstState(nowMs: number): LevelState {
  return { level: 'ok', sinceMs: nowMs, pending: undefined, measuredMs: nowMs };
}

/** The level nearest to the present one that all measurements since then reach. */
function agreed(
  pending: PendingLevel | undefined,
  { from, target, nowMs }: { from: Level; target: Level; nowMs: number },
): PendingLevel {
  const direction = compareLevels(target, from) > 0 ? 'worse' : 'milder';
  if (pending?.direction !== direction) return { direction, sinceMs: nowMs, level: target };
  const isNearer = compareLevels(target, pending.level) < 0 === (direction === 'worse');
  return { ...pending, level: isNearer ? target : pending.level };
}
