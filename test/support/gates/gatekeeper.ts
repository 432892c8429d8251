/** What happens to a call at a gate. `kill`: all gates of the instance shut for ever. */
export type FaultMode = 'kill-before' | 'kill-after' | 'error' | 'throttled' | 'reset-after' | 'hang' | 'garbage';

/** The n-th call of a name, counted from when the gatekeeper was armed. */
export interface FaultPoint {
  call: string;
  nth: number;
  mode: FaultMode;
}

/**
 * Stands at every gate of one instance: counts the calls by name, says what happens to each, and shuts all gates at
 * once. What is shut stays shut: nothing goes out of or into the instance any more, as if its process were gone.
 */
export interface Gatekeeper {
  /** Calls since it was armed. */
  readonly counts: ReadonlyMap<string, number>;
  readonly isShut: boolean;
  /** Whether the call of the point has come. */
  readonly hasStruck: boolean;
  /** Begins to count; with a point, waits for it. */
  arm(point?: FaultPoint): void;
  /** Counts a call; answers what happens to it, nothing for an ordinary one. */
  meet(call: string): FaultMode | undefined;
  shut(): void;
  onShut(action: () => void): void;
}

export function createGatekeeper(): Gatekeeper {
  const counts = new Map<string, number>();
  const actions = new Set<() => void>();
  let isArmed = false;
  let isShut = false;
  let hasStruck = false;
  let awaited: FaultPoint | undefined;
  return {
    counts,
    get isShut() {
      return isShut;
    },
    get hasStruck() {
      return hasStruck;
    },
    arm(point) {
      isArmed = true;
      awaited = point;
    },
    meet(call) {
      if (!isArmed) return undefined;
      const nth = (counts.get(call) ?? 0) + 1;
      counts.set(call, nth);
      if (hasStruck || awaited?.call !== call || awaited.nth !== nth) return undefined;
      hasStruck = true;
      return awaited.mode;
    },
    shut() {
      if (isShut) return;
      isShut = true;
      for (const action of actions) action();
    },
    onShut(action) {
      actions.add(action);
      if (isShut) action();
    },
  };
}
