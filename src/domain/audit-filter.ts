import type { ChainedEntry } from './audit-chain.ts';

/** Which entries of the audit log are wanted; everything without it. */
export interface AuditFilter {
  /** A pool's name: entries that name it in their details or are about it. */
  pool?: string | undefined;
  /** The instant from which on. */
  sinceMs?: number | undefined;
}

export function matchesFilter(entry: ChainedEntry, { pool, sinceMs }: AuditFilter): boolean {
  if (sinceMs !== undefined && entry.atMs < sinceMs) return false;
  return pool === undefined || entry.details.pool === pool || entry.subject === pool;
}
