import { auditDayOf } from '../../domain/audit-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { JobHandler, Next } from '../../queue/queue.ts';
import type { Store, StoredRecord } from '../../store/store.ts';
import { auditHead, type DailyHead } from '../blocks/audit-head.ts';
import { finished, later } from '../outbox/outbox-deps.ts';
import type { SlackApi } from '../slack-api.ts';
import { toSlackFailure } from '../slack-errors.ts';

export interface DailyHeadDeps {
  store: Store;
  /** On the background client. */
  api: SlackApi;
  clock: Clock;
  log: Logger;
  /** Where the heads go; undefined: nowhere. */
  channelId: string | undefined;
}

/** The record of the head that was posted last. */
const lastId = 'heads-posted';
const markType = 'egress_pool_audit_head';
const domainDayMs = 86_400_000;
/** Wire time after which a post whose answer was lost has shown up, if it ever will. */
const settleMs = 2_000;
const retryMs = 10_000;
const deniedMs = 60_000;
const clockSkewMs = 300_000;

/**
 * Posts where the audit log stands at the end of each day, once, however many processes there are: the record and the
 * row in `due` have an id that derives from the day. `handle` runs for `head-...` and plans the next day.
 */
export function createDailyHead(deps: DailyHeadDeps): { plan(): Promise<void>; handle: JobHandler } {
  return {
    async plan() {
      if (deps.channelId !== undefined) await plan(deps);
    },
    async handle(id) {
      try {
        return deps.channelId === undefined ? await forget(deps, id) : await post(deps, id, deps.channelId);
      } catch (error) {
        const failure = toSlackFailure(error);
        deps.log.warn({ id, ...failure, err: error }, 'the head of the audit log could not be posted');
        if (failure.kind === 'rate-limited') return later(failure.retryAfterMs);
        return later(failure.kind === 'unknown' ? retryMs : deniedMs);
      }
    },
  };
}

/** Refused when the day is planned already. */
async function plan({ store, clock }: DailyHeadDeps): Promise<void> {
  const day = auditDayOf(clock.now(), clock.delay(domainDayMs));
  const set = { startsAtMs: String(day.startsAtMs), endsAtMs: String(day.endsAtMs) };
  await store.commit({
    records: [{ id: day.id, expect: { absent: true }, state: 'open', set }],
    due: [{ id: day.id, atMs: day.endsAtMs }],
  });
}

async function post(deps: DailyHeadDeps, id: string, channelId: string): Promise<Next> {
  const { store, clock, api } = deps;
  const result = await store.commit({ records: [{ id, expect: { states: ['open'] }, takeEpoch: true }] });
  const taken = result.ok ? result.records[id] : undefined;
  if (!taken?.record) return forget(deps, id);
  const record = { ...taken.record, epoch: taken.epoch };
  const endsAtMs = Number(record.fields.endsAtMs);
  if (clock.now() < endsAtMs) return finished;
  const { head, last } = await headOf(deps, record);
  const where = { channelId, threadTs: undefined };
  const triedAtMs = record.fields.triedAtMs;
  let isThere = false;
  if (triedAtMs !== undefined) {
    const sinceMs = clock.now() - Number(triedAtMs);
    if (sinceMs < settleMs) return later(settleMs - Math.max(0, sinceMs));
    const posts = await api.findPosts({ ...where, sinceMs: Number(triedAtMs) - clockSkewMs });
    isThere = posts.some(({ mark }) => mark.type === markType && mark.id === id);
  }
  if (!isThere) {
    if (!(await intend(deps, record, head))) return finished;
    await api.post({ ...where, ...auditHead(head), mark: { type: markType, id, part: 'head' } });
  }
  await close(deps, { record, head, last });
  return finished;
}

/** The head that this day was given at its first try, so that a later one says the same. */
async function headOf({ store }: DailyHeadDeps, { fields }: StoredRecord): Promise<{ head: DailyHead; last: number }> {
  const last = Number((await store.read(lastId))?.fields.number ?? 0);
  const { number, link } =
    fields.number === undefined
      ? await store.readAuditHead()
      : { number: Number(fields.number), link: fields.link ?? '' };
  const startsAtMs = Number(fields.startsAtMs);
  const isUtcDay = Number(fields.endsAtMs) - startsAtMs === domainDayMs;
  const day = new Date(startsAtMs).toISOString().slice(0, isUtcDay ? 10 : 19);
  return { head: { day, number, link, entries: Math.max(0, number - last) }, last };
}

async function intend({ store, clock }: DailyHeadDeps, { id, epoch }: StoredRecord, head: DailyHead): Promise<boolean> {
  const set = { triedAtMs: String(clock.now()), number: String(head.number), link: head.link };
  return (await store.commit({ records: [{ id, expect: { epoch }, set }] })).ok;
}

/** The day is over and the next one is planned, in this order: a crash between both is healed by the next start. */
async function close(
  deps: DailyHeadDeps,
  { record, head, last }: { record: StoredRecord; head: DailyHead; last: number },
): Promise<void> {
  const number = String(Math.max(head.number, last));
  await plan(deps);
  await deps.store.commit({
    records: [
      { id: record.id, expect: { epoch: record.epoch }, state: 'posted' },
      { id: lastId, state: 'posted', set: { number } },
    ],
    due: [{ id: record.id, atMs: null }],
  });
}

async function forget({ store }: DailyHeadDeps, id: string): Promise<Next> {
  await store.commit({ records: [], due: [{ id, atMs: null }] });
  return finished;
}
