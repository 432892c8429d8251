export type GrantState = 'applying' | 'active' | 'ending' | 'ended' | 'overdue';

/**
 * Where a grant may go from each state. `applying` ends at once only while nothing was ever written for it, and an
 * active grant goes back to `applying` for its next approved revision. Removing has no failed exit: `overdue` is loud
 * and goes on until the removal is proven.
 */
export const grantTransitions: Record<GrantState, readonly GrantState[]> = {
  applying: ['active', 'ending', 'ended'],
  active: ['applying', 'ending'],
  ending: ['ended', 'overdue'],
  overdue: ['ended'],
  ended: [],
};

/** The states from which a grant may go to `target`, for a compare-and-set. */
export function grantStatesBefore(target: GrantState): GrantState[] {
  return (Object.keys(grantTransitions) as GrantState[]).filter((from) => grantTransitions[from].includes(target));
}

/** Whether the grant may still stand in a whitelist: at most one such grant for a pool and an instance. */
export function isLive(state: GrantState): boolean {
  return state !== 'ended';
}
