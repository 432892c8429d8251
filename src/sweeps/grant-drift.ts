import type { Clouds } from '../cloud/cloud.ts';
import { type DriftFinding, findDrift } from '../domain/grants/find-drift.ts';
import { operationIdFrom } from '../domain/names.ts';
import { isActive } from '../domain/operation.ts';
import { behind } from '../notify/notify.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { JobHandler } from '../queue/queue.ts';
import { endedGrantIndex, grantOf } from '../store/access-records.ts';
import { clearingOf, driftChange, driftOf, driftRecordId, type KnownFinding } from '../store/drift-record.ts';
import { operationOf } from '../store/operation-record.ts';
import { poolIndex, poolOf } from '../store/pool-record.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import { openReviewIndex, reviewOf } from '../store/review-record.ts';
import type { AuditEntry, Store } from '../store/store.ts';
import { changedGroups } from './changed-groups.ts';
import { closeReviews } from './close-reviews.ts';
import type { InventoryScope } from './inventory-databases.ts';
import { readWhitelists } from './read-whitelists.ts';

/** Domain time between looks. */
const everyMs = 10 * 60_000;
/** Wire time from the start of a worker to the first look. */
const firstLookMs = 3_000;
/** Wire time after which a look whose worker died is begun by another one. */
const lookAgainMs = 60_000;
/** Domain time for which a finding that is gone is kept, so that its message can say so. */
const keptMs = 24 * 60 * 60_000;

export interface DriftDeps {
  clouds: Clouds;
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
  databases: InventoryScope[];
  /** Begins to take out what stands where no grant is in force; the same id is begun once. */
  beginCleaning(known: KnownFinding): Promise<unknown>;
}

/**
 * Looks over every visible instance of the regions in scope for what somebody else changed in our groups. Each finding
 * is told when it appears and when it is gone. The sweep itself writes to no whitelist; what is left of a pool where no
 * grant is in force is taken out by an operation.
 */
export function createDriftSweep(deps: DriftDeps): JobHandler {
  return async () => {
    try {
      await sweep(deps);
    } catch (err) {
      deps.log.warn({ err }, 'whitelists could not be looked over');
    }
    await planLook(deps, deps.clock.after(everyMs));
    return { kind: 'finished' };
  };
}

/**
 * Plans the first look ever; each one plans the next. Not at once: the first call of a process loads the clouds' clients,
 * for which it stands still, and a job that is run meanwhile loses its lock.
 */
export async function planFirstLook({ store, clock }: Pick<DriftDeps, 'store' | 'clock'>): Promise<void> {
  if ((await store.read(driftRecordId)) === undefined) await planLook({ store }, clock.now() + firstLookMs);
}

async function planLook({ store }: Pick<DriftDeps, 'store'>, atMs: number): Promise<void> {
  await store.commit({ records: [], due: [{ id: driftRecordId, atMs }] });
}

async function sweep(deps: DriftDeps): Promise<void> {
  const { store } = deps;
  const claimed = await claim(deps);
  if (!claimed) return;
  const knownBefore = await readKnown(deps);
  const instances = await readWhitelists(deps);
  const before = new Set(findDrift({ ...knownBefore, instances }).map(textOf));
  // What only seems so because a grant changed while the lists were read is not told.
  const found = findDrift({ ...(await readKnown(deps)), instances }).filter((finding) => before.has(textOf(finding)));
  const nowMs = deps.clock.now();
  const { findings, added, gone } = compare({ known: claimed.known, found, nowMs });
  const young = findings.filter(({ goneAtMs }) => goneAtMs === undefined || deps.clock.elapsed(goneAtMs) < keptMs);
  const kept = await Promise.all(young.map((known) => (isLeftOver(known) ? anewIfStopped(store, known) : known)));
  const isAnew = kept.some((known, index) => known !== young[index]);
  const told = [...added, ...gone];
  const reviewed = closeReviews({ ...knownBefore, instances, nowMs });
  const result = await store.commit({
    records: [
      driftChange({ lookedAtMs: nowMs, findings: kept }, claimed.epoch),
      ...(await changedGroups(store, instances)),
      ...reviewed.records,
    ],
    audit: [...told.map((known) => entryOf(known, nowMs)), ...reviewed.audit],
    removeFrom: reviewed.removeFrom,
    due: told.length === 0 && !isAnew ? [] : [driftRecordId, ...grantsOf(told)].map((id) => behind(id, nowMs)),
  });
  if (!result.ok) return;
  for (const { finding } of added) deps.log.warn({ drift: finding }, 'somebody else changed a whitelist group of ours');
  for (const known of kept.filter(isLeftOver)) await deps.beginCleaning(known);
}

function isLeftOver({ finding, goneAtMs }: KnownFinding): boolean {
  return finding.kind === 'left-over' && goneAtMs === undefined;
}

/** Taking out has no failed exit: where somebody stopped it, another operation goes on. */
async function anewIfStopped(store: Store, known: KnownFinding): Promise<KnownFinding> {
  const record = await store.read(clearingOf(known));
  const state = record && operationOf(record).state;
  if (state === undefined || state === 'done' || isActive(state)) return known;
  return { ...known, operationId: operationIdFrom(`${known.id} again after ${clearingOf(known)}`) };
}

/** Takes the right to say what was found: whoever looks at the same moment, since it lost its job, says nothing. */
async function claim({ store, clock }: DriftDeps): Promise<{ epoch: number; known: KnownFinding[] } | undefined> {
  const record = await store.read(driftRecordId);
  const result = await store.commit({
    records: [
      record
        ? { id: driftRecordId, expect: { states: [record.state] }, takeEpoch: true }
        : { id: driftRecordId, expect: { absent: true }, state: 'none', takeEpoch: true },
    ],
    due: [{ id: driftRecordId, atMs: clock.now() + lookAgainMs }],
  });
  const taken = result.ok ? result.records[driftRecordId] : undefined;
  return taken && { epoch: taken.epoch, known: driftOf(record).findings };
}

async function readKnown({ store, installation }: DriftDeps) {
  const pools = (await store.readMany(await store.readIndex(poolIndex))).map(poolOf);
  const ended = (await store.readMany(await store.readIndex(endedGrantIndex))).map(grantOf);
  const reviews = (await store.readMany(await store.readIndex(openReviewIndex))).map(reviewOf);
  return { installation, pools, ended, reviews, live: await readLiveGrants(store) };
}

function compare(o: { known: KnownFinding[]; found: DriftFinding[]; nowMs: number }) {
  const texts = new Set(o.found.map(textOf));
  const open = o.known.filter(({ goneAtMs }) => goneAtMs === undefined);
  const openTexts = new Set(open.map(({ finding }) => textOf(finding)));
  const gone = open
    .filter(({ finding }) => !texts.has(textOf(finding)))
    .map((known) => ({ ...known, goneAtMs: o.nowMs }));
  const added: KnownFinding[] = o.found
    .filter((finding) => !openTexts.has(textOf(finding)))
    .map((finding) => ({
      ...{ id: operationIdFrom(`${textOf(finding)} at ${o.nowMs}`), finding },
      ...{ foundAtMs: o.nowMs, goneAtMs: undefined },
    }));
  const after = o.known.map((known) => gone.find(({ id }) => id === known.id) ?? known);
  return { findings: [...after, ...added], added, gone };
}

function entryOf({ finding, goneAtMs }: KnownFinding, atMs: number): AuditEntry {
  const what = goneAtMs === undefined ? 'grant.drift' : 'grant.drift-gone';
  return { what, subject: finding.grantId ?? driftRecordId, actor: 'system:drift', atMs, details: { ...finding } };
}

function grantsOf(told: KnownFinding[]): string[] {
  return [...new Set(told.flatMap(({ finding }) => finding.grantId ?? []))];
}

/** The same for the same finding, whether it was just made or read back. */
function textOf({ kind, instanceId, group, pool, grantId, entries }: DriftFinding): string {
  return JSON.stringify([kind, instanceId, group, pool?.id ?? '', grantId ?? '', entries]);
}
