import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/parse-flags.ts';
import type { Pool } from '../domain/pool.ts';
import { poolIndex, poolNameRecordId, poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { type Refusal, refused } from './request-answer.ts';

/** Finds a pool that is not gone by its name; the refusal names the nearest one. */
export async function findPool(store: Store, name: string): Promise<Pool | Refusal> {
  const found = await findPoolRecord(store, name);
  return 'kind' in found ? found : found.pool;
}

/** The same with the revision, for a commit that holds only if nobody changes the pool meanwhile. */
export async function findPoolRecord(store: Store, name: string): Promise<{ pool: Pool; rev: number } | Refusal> {
  const claim = await store.read(poolNameRecordId(name));
  const record = claim?.fields.pool ? await store.read(claim.fields.pool) : undefined;
  if (record) return { pool: poolOf(record), rev: record.rev };
  const names = (await readPools(store)).map((pool) => pool.name);
  const hint = names.length === 0 ? 'there are no pools yet' : `there is no pool ${quoted(name)}`;
  return refused('pool', hint, nearest(name, names) ?? names[0] ?? '/egress-pool create payments --pods 40');
}

export async function readPools(store: Store): Promise<Pool[]> {
  const records = await store.readMany(await store.readIndex(poolIndex));
  return records.map(poolOf).sort((left, right) => right.createdAtMs - left.createdAtMs);
}
