import { type AuditFilter, matchesFilter } from '../domain/audit-filter.ts';
import type { AuditRecord, Store } from '../store/store.ts';

const pageSize = 1_000;
/** Clocks of those who write differ by less. */
const clockSkewMs = 3_600_000;

/** The wanted entries in pages, oldest first, up to what there is when it comes to the end. */
export async function* auditForward(store: Store, filter: AuditFilter = {}): AsyncGenerator<AuditRecord[]> {
  for (let after = 0; ; ) {
    const page = await store.readAudit({ after, limit: pageSize });
    const last = page.at(-1)?.number ?? after;
    if (page.length > 0) yield page.filter((entry) => matchesFilter(entry, filter));
    // A number that stands there twice must not hold this up.
    if (page.length < pageSize || last <= after) return;
    after = last;
  }
}

/** The wanted entries up to a number in pages, newest first; ends where everything is older than the filter asks for. */
export async function* auditBackward(
  store: Store,
  query: { upTo: number; filter: AuditFilter; pageSize?: number },
): AsyncGenerator<AuditRecord[]> {
  const { pageSize: limit = pageSize } = query;
  const oldestMs = (query.filter.sinceMs ?? 0) - clockSkewMs;
  for (let upTo = query.upTo; upTo > 0; ) {
    const page = await store.readAuditBack({ upTo, limit });
    yield page.filter((entry) => matchesFilter(entry, query.filter));
    const last = page.at(-1)?.number ?? 0;
    if (page.length < limit || page.every(({ atMs }) => atMs < oldestMs)) return;
    upTo = Math.min(last, upTo) - 1;
  }
}
