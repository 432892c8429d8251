import { exportIdFrom } from '../domain/names.ts';
import { isProblem, parseDurationMs } from '../domain/parse-flags.ts';
import { exportField } from '../store/export-record.ts';
import type { AuditRecord } from '../store/store.ts';
import type { UseCaseContext } from './context.ts';
import { auditBackward } from './read-audit.ts';
import type { Refusal } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

export interface ShownAudit {
  kind: 'found';
  /** Newest first. */
  entries: AuditRecord[];
  /** There are more, or not everything was looked at. */
  hasMore: boolean;
  head: { number: number; link: string };
  /** What the button for the whole of it carries. */
  exportId: string;
}

const shownEntries = 15;
/** Somebody waits for the answer, and others for theirs meanwhile; beyond this there is the export. */
const mostPages = 5;
const pageSize = 200;
/** How long the button does something; domain time. */
const offeredForMs = 86_400_000;

/** The last entries of the audit log, for operators; offers to export all that the filter lets through. */
export async function showAudit(
  ctx: UseCaseContext,
  request: { operationId: string; pool: string | undefined; since: string | undefined },
): Promise<ShownAudit | Refusal> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.operators, what: 'read the audit log' });
  if (refusal) return refusal;
  const durationMs = parseDurationMs('since', request.since);
  if (isProblem(durationMs)) return { kind: 'refused', problems: [{ ...durationMs, example: '--since 7d' }] };
  const now = ctx.clock.now();
  const sinceMs = durationMs === undefined ? undefined : now - ctx.clock.delay(durationMs);
  const filter = { pool: request.pool, sinceMs };
  const head = await ctx.store.readAuditHead();
  const found = await newest(ctx, { upTo: head.number, filter });
  const exportId = exportIdFrom(request.operationId);
  const keptUntilMs = ctx.clock.after(offeredForMs, now);
  const set = { [exportField.filter]: JSON.stringify(filter), [exportField.keptUntilMs]: String(keptUntilMs) };
  await ctx.store.commit({
    records: [{ id: exportId, expect: { absent: true }, state: 'offered', set }],
    due: [{ id: exportId, atMs: keptUntilMs }],
  });
  return { kind: 'found', ...found, head, exportId };
}

async function newest(
  { store }: UseCaseContext,
  query: Parameters<typeof auditBackward>[1],
): Promise<{ entries: AuditRecord[]; hasMore: boolean }> {
  const entries: AuditRecord[] = [];
  let pages = 0;
  for await (const page of auditBackward(store, { ...query, pageSize })) {
    pages += 1;
    entries.push(...page);
    if (entries.length > shownEntries || pages === mostPages) break;
  }
  return { entries: entries.slice(0, shownEntries), hasMore: entries.length > shownEntries || pages === mostPages };
}
