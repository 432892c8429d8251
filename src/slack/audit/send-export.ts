import { actorId } from '../../domain/actor.ts';
import { type AuditFormat, auditFileStart, auditLine } from '../../domain/audit-formats.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { JobHandler, Next } from '../../queue/queue.ts';
import { type AuditExport, exportField, exportOf } from '../../store/export-record.ts';
import type { Store } from '../../store/store.ts';
import { auditBackward } from '../../use-cases/read-audit.ts';
import { codeSpan } from '../blocks/escape.ts';
import { finished, later } from '../outbox/outbox-deps.ts';
import type { SharedFile, SlackApi } from '../slack-api.ts';
import { toSlackFailure } from '../slack-errors.ts';

export interface SendExportDeps {
  store: Store;
  /** On the background client. */
  api: SlackApi;
  clock: Clock;
  log: Logger;
}

/** Wire time after which files whose upload was not answered have shown up, if they ever will. */
const settleMs = 5_000;
const clockSkewMs = 300_000;
const retryMs = 5_000;
const mostFailures = 10;
/** The newest; who needs more has the command line. */
const mostEntries = 50_000;
const pageSize = 500;
/** Domain time for which the record of what is over stays, so that a late click gets its answer. */
const keptForMs = 86_400_000;

type Order = AuditExport & { order: NonNullable<AuditExport['order']>; epoch: number };

/**
 * Sends an export of the audit log to the direct messages of whoever ordered it, once. Runs for `export-...`; an
 * export that is over or was never ordered is removed. Never throws.
 */
export function createExportSender(deps: SendExportDeps): JobHandler {
  return async (id) => {
    try {
      const order = await take(deps, id);
      return order ? await send(deps, order) : await forget(deps, id);
    } catch (err) {
      deps.log.error({ exportId: id, err }, 'an export of the audit log could not be sent');
      return later(retryMs);
    }
  };
}

/** Takes the right to send; any earlier activation can write no more. */
async function take({ store }: SendExportDeps, id: string): Promise<Order | undefined> {
  const result = await store.commit({ records: [{ id, expect: { states: ['wanted'] }, takeEpoch: true }] });
  const taken = result.ok ? result.records[id] : undefined;
  if (!taken?.record) return undefined;
  const found = exportOf(taken.record);
  return found.order ? { ...found, order: found.order, epoch: taken.epoch } : undefined;
}

async function send(deps: SendExportDeps, order: Order): Promise<Next> {
  const { api, clock, store } = deps;
  try {
    const channelId = await api.openDirectMessage(order.order.userId);
    if (order.triedAtMs !== undefined) {
      const sinceMs = clock.now() - order.triedAtMs;
      if (sinceMs < settleMs) return later(settleMs - Math.max(0, sinceMs));
      const names = await api.findFiles({ channelId, sinceMs: order.triedAtMs - clockSkewMs });
      if (names.some((name) => name.includes(order.id))) return end(deps, order, { state: 'sent', details: {} });
    }
    const { files, count } = await collect(store, order);
    const isOurs = await save(deps, order, { [exportField.triedAtMs]: String(clock.now()) });
    if (!isOurs || (await store.readEpoch(order.id)) !== order.epoch) return finished;
    await api.shareFiles({ channelId, comment: comment(order, count) }, files);
    return await end(deps, order, { state: 'sent', details: { entries: count } });
  } catch (error) {
    return afterFailure(deps, order, error);
  }
}

/** Written page by page, since acknowledgements wait for whatever is done in one go. Oldest entry first. */
async function collect(store: Store, { id, filter, order }: Order): Promise<{ files: SharedFile[]; count: number }> {
  const pieces: Record<AuditFormat, string>[] = [];
  let count = 0;
  for await (const page of auditBackward(store, { upTo: order.upTo, filter, pageSize })) {
    const entries = page.slice(0, mostEntries - count).reverse();
    const text = (format: AuditFormat) => entries.map((entry) => auditLine(format, entry)).join('');
    pieces.unshift({ csv: text('csv'), jsonl: text('jsonl') });
    count += entries.length;
    if (count === mostEntries) break;
  }
  const files = (['csv', 'jsonl'] as const).map((format) => ({
    name: `audit-${id}.${format}`,
    text: auditFileStart(format) + pieces.map((piece) => piece[format]).join(''),
  }));
  // Slack takes no empty file.
  return { files: files.filter(({ text }) => text !== ''), count };
}

function comment({ filter, order }: Order, count: number): string {
  const pool = filter.pool === undefined ? '' : ` of pool ${codeSpan(filter.pool.slice(0, 60))}`;
  const since = filter.sinceMs === undefined ? '' : ` since ${new Date(filter.sinceMs).toISOString()}`;
  const cut = count === mostEntries ? ' These are the newest; `npm run cli -- audit export` has all.' : '';
  return `The audit log${pool}${since} up to number ${order.upTo}: ${count} entries, as CSV and JSON Lines.${cut}`;
}

async function afterFailure(deps: SendExportDeps, order: Order, error: unknown): Promise<Next> {
  const failure = toSlackFailure(error);
  const failures = order.failures + 1;
  deps.log.warn({ exportId: order.id, failures, ...failure, err: error }, 'an export of the audit log failed');
  // A refused call uploaded nothing, so there is nothing to look for.
  if (failure.kind === 'rate-limited') {
    await save(deps, order, {}, [exportField.triedAtMs]);
    return later(failure.retryAfterMs);
  }
  const isHopeless = failure.kind === 'denied' || failure.kind === 'unreachable' || failures >= mostFailures;
  if (isHopeless) return giveUp(deps, order, 'code' in failure ? failure.code : failure.kind);
  await save(deps, order, { [exportField.failures]: String(failures) });
  return later(retryMs);
}

/** The asker is told as well as it goes; the button can be had anew. */
async function giveUp(deps: SendExportDeps, order: Order, code: string): Promise<Next> {
  const next = await end(deps, order, { state: 'failed', details: { code } });
  const text = `The export of the audit log could not be sent: Slack says ${codeSpan(code)}. An operator with access to the service has it by \`npm run cli -- audit export\`.`;
  try {
    const channelId = await deps.api.openDirectMessage(order.order.userId);
    const mark = { type: 'egress_pool_audit_export', id: order.id, part: 'failed' };
    await deps.api.post({ channelId, threadTs: undefined, text, blocks: [], mark });
  } catch (err) {
    deps.log.warn({ exportId: order.id, err }, 'nobody could be told that an export failed');
  }
  return next;
}

async function end(
  { store, clock }: SendExportDeps,
  order: Order,
  outcome: { state: 'sent' | 'failed'; details: Record<string, unknown> },
): Promise<Next> {
  const now = clock.now();
  const keptUntilMs = clock.after(keptForMs, now);
  await store.commit({
    records: [
      {
        id: order.id,
        expect: { epoch: order.epoch, states: ['wanted'] },
        state: outcome.state,
        set: { [exportField.keptUntilMs]: String(keptUntilMs) },
      },
    ],
    audit: [
      {
        what: `audit-export.${outcome.state}`,
        subject: order.id,
        actor: actorId({ kind: 'system', name: 'audit-export' }),
        atMs: now,
        details: { ...outcome.details, to: order.order.userId },
      },
    ],
    due: [{ id: order.id, atMs: keptUntilMs }],
  });
  return finished;
}

async function save(
  { store }: SendExportDeps,
  { id, epoch }: Order,
  set: Record<string, string>,
  unset: string[] = [],
): Promise<boolean> {
  return (await store.commit({ records: [{ id, expect: { epoch }, set, unset }] })).ok;
}

/** Removes what is over and what nobody ordered once its time has come; a job that came too early does nothing. */
async function forget({ store, clock }: SendExportDeps, id: string): Promise<Next> {
  const record = await store.read(id);
  if (record && exportOf(record).keptUntilMs > clock.now()) return finished;
  const over = { id, expect: { states: ['offered', 'sent', 'failed'] }, remove: true as const };
  await store.commit({ records: record ? [over] : [], due: [{ id, atMs: null }] });
  return finished;
}
