import type { Grant } from '../../domain/grants/grant.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { Store } from '../../store/store.ts';
import { stewardIds } from '../../use-cases/rights.ts';

/** The owner of a grant's pool, as ids of groups and people; nobody once the pool is gone. */
export async function ownersOf(store: Store, { poolId }: Pick<Grant, 'poolId'>): Promise<string[]> {
  const record = await store.read(poolId);
  return record ? stewardIds(poolOf(record)) : [];
}
