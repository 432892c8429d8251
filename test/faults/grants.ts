import type { AccessRequest } from '../../src/domain/grants/access-request.ts';
import type { Grant } from '../../src/domain/grants/grant.ts';
import { accessRequestOf, grantOf } from '../../src/store/access-records.ts';
import type { StoredRecord } from '../../src/store/store.ts';
import type { Scene } from './scene.ts';

const recordKey = '{egress-pool}:record:';

/** All requests, whatever became of them, the oldest first. */
export async function requestsIn(scene: Scene): Promise<AccessRequest[]> {
  const found = (await recordsIn(scene, 'req-')).map(accessRequestOf);
  return found.toSorted((left, right) => left.createdAtMs - right.createdAtMs);
}

/** All grants, the oldest first. */
export async function grantsIn(scene: Scene): Promise<Grant[]> {
  const found = (await recordsIn(scene, 'grant-')).map(grantOf);
  return found.toSorted((left, right) => left.createdAtMs - right.createdAtMs);
}

async function recordsIn({ redis, store }: Scene, prefix: string): Promise<StoredRecord[]> {
  const keys = await redis.keys(`${recordKey}${prefix}*`);
  return store.readMany(keys.map((key) => key.slice(recordKey.length)));
}
