import type { Pool } from '../../domain/pool.ts';
import type { KnownPoolFinding } from '../../domain/pool-drift/next-findings.ts';
import { poolDriftOf, poolDriftRecordId, poolOfDrift } from '../../store/pool-drift-record.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { Store } from '../../store/store.ts';
import { poolDriftMessage, poolDriftNote } from '../blocks/pool-drift-message.ts';
import type { AlertOutlets } from './alert-subject.ts';
import type { Outlet, Subject } from './outlet.ts';
import { poolPlace } from './pool-place.ts';

/** So many findings of a pool are told; the audit log has all. */
const mostTold = 30;

/** What was found about a pool: one message each where its alerts go, edited when it is gone. */
export async function poolDriftSubject(
  { store, capacity }: { store: Store; capacity: AlertOutlets },
  recordId: string,
): Promise<Subject | undefined> {
  const found = await readFound(store, poolOfDrift(recordId) ?? '');
  if (!found) return undefined;
  const { pool, known, seen } = found;
  const { at } = await poolPlace(store, capacity, pool.id);
  return {
    seen,
    outlets: at
      ? known.map((one) => ({
          ...{ ...at, ...common(one), id: one.id },
          render: () => ({ root: poolDriftMessage({ pool, known: one }) }),
        }))
      : [],
    tells: [],
  };
}

/** The same in the thread of the operation that made the pool, without buttons. */
export async function poolDriftNotes(
  store: Store,
  { operationId, poolId }: { operationId: string; poolId: string },
): Promise<{ seen: Subject['seen']; outlets: Outlet[] }> {
  const found = await readFound(store, poolId);
  if (!found || found.pool.operationId !== operationId) return { seen: [], outlets: [] };
  const { pool, known, seen } = found;
  return {
    seen,
    outlets: known.map((one) => ({
      ...{ ...common(one), id: `note-${one.id}`, under: operationId, channelId: '', userId: undefined },
      render: () => ({ root: poolDriftNote({ pool, known: one }) }),
    })),
  };
}

async function readFound(
  store: Store,
  poolId: string,
): Promise<{ pool: Pool; known: KnownPoolFinding[]; seen: Subject['seen'] } | undefined> {
  const [drift, record] = await Promise.all([store.read(poolDriftRecordId(poolId)), store.read(poolId)]);
  if (!drift || !record) return undefined;
  return {
    pool: poolOf(record),
    known: poolDriftOf(drift).known.slice(-mostTold),
    seen: [{ id: drift.id, rev: drift.rev }],
  };
}

function common({ foundAtMs }: KnownPoolFinding) {
  return { createdAtMs: foundAtMs, isMoving: false };
}
