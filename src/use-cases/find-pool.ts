import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/parse-flags.ts';
import type { Pool } from '../domain/pool.ts';
import { poolIndex, poolNameRecordId, poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { type Refusal, refused } from './request-answer.ts';

/** Finds a pool that is not gone by its name; the refusal names the nearest one. */
export async function findPool(store: Store, name: string): Promise<Pool | Refusal> {
  const claim = await store.read(poolNameRecordId(name));
  const record = claim?.fields.pool ? await store.read(claim.fields.pool) : undefined;
  if (record) return poolOf(record);
  const names = (await readPools(store)).map((pool) => pool.name);
  const hint = names.length === 0 ? 'there are no pools yet' : `there is no pool ${quoted(name)}`;
  return refused('pool', hint, nearest(name, names) ?? names[0] ?? '/egress-pool create payments --pods 40');
}

export async function readPools(store: Store): Promise<Pool[]> {
  const records = await store.readMany(await store.readIndex(poolIndex));
  return records.map(poolOf).sort((left, right) => right.createdAtMs - left.createdAtMs);
}
