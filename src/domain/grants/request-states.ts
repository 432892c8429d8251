export type RequestState = 'pending' | 'approved' | 'denied' | 'withdrawn' | 'expired' | 'superseded';

/**
 * Where a request may go from each state. An approved one still goes while it is not applied: withdrawn by a person or
 * with its pool, expired at its end, superseded when what was approved is no longer what would run. It is pending again when the plan has changed by the time
 * it would be applied: that opens the next round, with the decisions void.
 */
export const requestTransitions: Record<RequestState, readonly RequestState[]> = {
  pending: ['approved', 'denied', 'withdrawn', 'expired', 'superseded'],
  approved: ['pending', 'withdrawn', 'expired', 'superseded'],
  denied: [],
  withdrawn: [],
  expired: [],
  superseded: [],
};

/** The states from which a request may go to `target`, for a compare-and-set. */
export function requestStatesBefore(target: RequestState): RequestState[] {
  return (Object.keys(requestTransitions) as RequestState[]).filter((from) =>
    requestTransitions[from].includes(target),
  );
}

/**
 * The state as it is at this instant: a pending request is expired from `expiresAtMs` on, whether or not somebody has
 * written that down.
 */
export function requestStateAt(request: { state: RequestState; expiresAtMs: number }, nowMs: number): RequestState {
  return request.state === 'pending' && nowMs >= request.expiresAtMs ? 'expired' : request.state;
}
