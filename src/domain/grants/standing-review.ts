export interface StandingReview {
  approvedAtMs: number;
  /** The last review that somebody signed; undefined: none yet. */
  reviewedAtMs: number | undefined;
  reviewEveryMs: number;
}

/** When a standing grant must be looked at again. A missed review escalates and cuts nothing. */
export function nextReviewAt({ approvedAtMs, reviewedAtMs, reviewEveryMs }: StandingReview): number {
  return Math.max(approvedAtMs, reviewedAtMs ?? approvedAtMs) + reviewEveryMs;
}
