/**
 * Rate limits shared by every replica: one budget per API and account. `take` never sleeps longer than 200 ms; a
 * longer wait is answered as "retry after", so that no worker slot is held.
 */
export interface Limits {
  /** Takes one call out of the budget. Answers how long to wait (wall-clock ms) when there is none left. */
  take(budget: string): Promise<{ ok: true } | { ok: false; retryAfterMs: number }>;
  /** After a throttling answer: nobody calls this API for a while. */
  block(budget: string, forMs: number): Promise<void>;
}

/** How many calls a budget has, per stretch of wall-clock time. */
export interface CallBudget {
  calls: number;
  perMs: number;
}
