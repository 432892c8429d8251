import type { Grant } from '../domain/grants/grant.ts';
import { grantOf, liveGrantIndex } from './access-records.ts';
import type { Store } from './store.ts';

/** Grants that may still stand in a whitelist, newest first. */
export async function readLiveGrants(store: Pick<Store, 'readMany' | 'readIndex'>): Promise<Grant[]> {
  return (await store.readMany(await store.readIndex(liveGrantIndex))).map(grantOf);
}
