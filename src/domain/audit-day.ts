/** A day of the audit log: the UTC day, or on a faster clock a span that lasts as long as a day does there. */
export interface AuditDay {
  /** `head-20261123T000000Z`; every process derives the same. */
  id: string;
  startsAtMs: number;
  endsAtMs: number;
}

/** The day that an instant is in; `dayMs` is how long a day lasts on the wall clock. */
export function auditDayOf(atMs: number, dayMs: number): AuditDay {
  const startsAtMs = Math.floor(atMs / dayMs) * dayMs;
  const stamp = new Date(startsAtMs).toISOString().replace(/\.\d+|[-:]/g, '');
  return { id: `head-${stamp}`, startsAtMs, endsAtMs: startsAtMs + dayMs };
}
