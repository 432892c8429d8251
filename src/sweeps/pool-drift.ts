import { toldTerway } from '../domain/eni-conf.ts';
import { operationIdFrom } from '../domain/names.ts';
import type { Pool } from '../domain/pool.ts';
import { findPoolDrift } from '../domain/pool-drift/find-pool-drift.ts';
import { isOpen, type KnownPoolFinding, nextFindings } from '../domain/pool-drift/next-findings.ts';
import { isBroken, type PoolFinding } from '../domain/pool-drift/pool-finding.ts';
import type { PoolSight } from '../domain/pool-drift/pool-sight.ts';
import { behind } from '../notify/notify.ts';
import type { JobHandler } from '../queue/queue.ts';
import {
  type PoolDrift,
  poolDriftChange,
  poolDriftOf,
  poolDriftRecordId,
  poolDriftSweepId,
} from '../store/pool-drift-record.ts';
import { poolChange, poolIndex, poolOf } from '../store/pool-record.ts';
import type { AuditEntry, Commit, RecordChange, Store, StoredRecord } from '../store/store.ts';
import { createTurns } from './capacity/turns.ts';
import { lookAtPool } from './pool-drift/look-at-pool.ts';
import type { PoolDriftDeps } from './pool-drift/pool-drift-deps.ts';

/** Domain time from a look that saw something new to the one that has to see it again. */
const onceMoreMs = 60_000;
/** Wire time from the start of a worker to the first look, and after which one whose worker died is begun again. */
const firstLookMs = 4_000;
const lookAgainMs = 60_000;
/** Domain time for which a finding that is gone is kept, so that its message can say so. */
const keptMs = 24 * 60 * 60_000;
/** So many pools are looked at at a time. */
const poolsAtOnce = 4;

/**
 * Looks over every pool that nobody is changing for what others changed behind its back, and for who is on it. What is
 * found in two looks is told once and once more when it is gone. A pool that does not keep its promises any more is
 * `degraded` until it does: no access is opened to it meanwhile. Writes to no cloud and to no cluster.
 */
export function createPoolDriftSweep(deps: PoolDriftDeps): JobHandler {
  return async () => {
    await planLook(deps, deps.clock.now() + lookAgainMs);
    let isUncertain = false;
    try {
      isUncertain = await sweep(deps);
    } catch (err) {
      deps.log.warn({ err }, 'pools could not be looked over');
    }
    await planLook(deps, deps.clock.after(isUncertain ? Math.min(onceMoreMs, deps.everyMs) : deps.everyMs));
    return { kind: 'finished' };
  };
}

/** Plans a look soon after a worker's start; each one plans the next. */
export async function planFirstPoolLook({ store, clock }: Pick<PoolDriftDeps, 'store' | 'clock'>): Promise<void> {
  await planLook({ store }, clock.now() + firstLookMs);
}

async function planLook({ store }: { store: Store }, atMs: number): Promise<void> {
  await store.commit({ records: [], due: [{ id: poolDriftSweepId, atMs }] });
}

/** Whether something was seen that has to be seen once more. */
async function sweep(deps: PoolDriftDeps): Promise<boolean> {
  const { store, log } = deps;
  const records = await store.readMany(await store.readIndex(poolIndex));
  const inTurn = createTurns(poolsAtOnce);
  const looks = records
    .map((record) => ({ record, pool: poolOf(record) }))
    .filter(({ pool }) => isWatched(pool))
    .map(({ record, pool }) =>
      inTurn(async () => {
        try {
          return await look(deps, { record, pool });
        } catch (err) {
          log.warn({ pool: pool.id, err }, 'a pool could not be looked over');
          return false;
        }
      }),
    );
  return (await Promise.all(looks)).includes(true);
}

/** One that is being made, changed or deleted is as it should be only afterwards. */
function isWatched(pool: Pool): boolean {
  return (pool.state === 'ready' || pool.state === 'degraded') && pool.changedBy === undefined;
}

async function look(deps: PoolDriftDeps, { record, pool }: { record: StoredRecord; pool: Pool }): Promise<boolean> {
  const { store, clock, log } = deps;
  const stored = await store.read(poolDriftRecordId(pool.id));
  const before = poolDriftOf(stored);
  const seen = await lookAtPool(deps, pool);
  const sight = { ...seen, keptConf: before.keptConf ?? foundConf(before, seen) };
  const nowMs = clock.now();
  const found = findPoolDrift(sight);
  const { findings, added, gone, isNews } = nextFindings(before, {
    found,
    nowMs,
    idOf: (key) => operationIdFrom(`${pool.id} ${key} at ${nowMs}`).replace('op-', 'found-'),
    isKept: (goneAtMs) => clock.elapsed(goneAtMs) < keptMs,
  });
  const after = stateAfter(pool, { hasDegraded: before.hasDegraded, known: findings.known });
  const drift: PoolDrift = {
    ...{ ...findings, lookedAtMs: nowMs, hasDegraded: after.hasDegraded },
    keptConf: confToKeep(sight, found),
  };
  const told = [...added, ...gone].map((known) => entryOf(pool, known, nowMs));
  const moved = after.state === pool.state ? [] : [stateEntry(pool, after.state, nowMs)];
  const result = await store.commit({
    records: [poolDriftChange(pool.id, drift, stored?.rev), poolRow(record, { ...pool, state: after.state })],
    audit: [...told, ...moved],
    due: isNews ? toldOf(pool, nowMs) : [],
  });
  if (!result.ok) return true;
  for (const { finding } of added) log.warn({ pool: pool.id, ...finding }, 'a pool is not as it was made');
  return findings.suspected.length > 0;
}

/** The message about the pool, and the thread in which it was made. */
function toldOf(pool: Pool, nowMs: number): NonNullable<Commit['due']> {
  return [behind(poolDriftRecordId(pool.id), nowMs), behind(pool.operationId, nowMs)];
}

/** Whoever changes the pool meanwhile comes first: what was seen may be what he does. */
function poolRow({ rev, state }: StoredRecord, pool: Pool): RecordChange {
  return pool.state === state ? { id: pool.id, expect: { rev } } : poolChange(pool, { rev });
}

/** Only what this sweep has degraded does it make ready again: what was rebuilt has to be proven by a canary. */
function stateAfter(
  { state }: Pool,
  { hasDegraded, known }: Pick<PoolDrift, 'hasDegraded' | 'known'>,
): { state: Pool['state']; hasDegraded: boolean } {
  const broken = known.some((one) => isOpen(one) && isBroken(one.finding));
  if (broken) return { state: 'degraded', hasDegraded: hasDegraded || state === 'ready' };
  return { state: hasDegraded ? 'ready' : state, hasDegraded: false };
}

/** Of a pool that was taken over as it was found, what its ConfigMap has beside the vSwitches is its makers' wish. */
function foundConf({ lookedAtMs }: PoolDrift, { pool, configMap }: Pick<PoolSight, 'pool' | 'configMap'>) {
  const isTakenOver = lookedAtMs === undefined && pool.state === 'degraded';
  return isTakenOver ? (toldTerway(configMap?.data ?? {})?.rest ?? {}) : {};
}

/** What a repair has to put back beside the vSwitches stands nowhere else. */
function confToKeep({ configMap, keptConf }: PoolSight, found: readonly PoolFinding[]): Record<string, unknown> {
  const isFine = !found.some(({ kind }) => kind.startsWith('config-map-'));
  return { ...(isFine ? (toldTerway(configMap?.data ?? {})?.rest ?? {}) : keptConf) };
}

function entryOf(pool: Pool, { id, finding, goneAtMs }: KnownPoolFinding, atMs: number): AuditEntry {
  const what = goneAtMs === undefined ? 'pool.drift' : 'pool.drift-gone';
  const { kind, about, items } = finding;
  return {
    ...{ what, subject: pool.id, actor: 'system:pool-drift', atMs },
    details: { pool: pool.name, kind, text: about, entries: items.slice(0, 20), finding: id },
  };
}

function stateEntry(pool: Pool, state: Pool['state'], atMs: number): AuditEntry {
  const what = state === 'degraded' ? 'pool.degraded' : 'pool.ready-again';
  return { what, subject: pool.id, actor: 'system:pool-drift', atMs, details: { pool: pool.name } };
}
