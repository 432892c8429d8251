import { RetryableError } from '../../domain/errors.ts';
import type { AuditRecord, Commit, Store, StoredRecord } from '../store.ts';
import { readAudit, readAuditBack, readAuditHead } from './audit.ts';
import { readCapacity, writeCapacity, writeCapacityPods } from './capacity.ts';
import { recordOf, sendCommit } from './commit.ts';
import { keys } from './keys.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface RedisStoreDeps {
  redis: RedisConnection;
  /** How often a commit without an answer is tried in all: 1 on the ack path, more in workers. */
  commitTries: number;
  /** Called once for each audit entry after it was committed by this process. */
  onAudit: (record: AuditRecord) => void;
}

/** The store on Redis. Throws RetryableError STORE_UNAVAILABLE when Redis does not answer in time. */
export function createRedisStore({ redis, commitTries, onAudit }: RedisStoreDeps): Store {
  const deps = { redis, tries: commitTries, onAudit };
  return {
    commit: (commit: Commit) => sendCommit(deps, commit),
    read: (id) => answered(async () => toRecord(id, await redis.hgetall(keys.record(id)))),
    readMany: (ids) =>
      answered(async () => {
        const all = await Promise.all(ids.map(async (id) => toRecord(id, await redis.hgetall(keys.record(id)))));
        return all.filter((record) => record !== undefined);
      }),
    readIndex: (index) => answered(() => redis.zrevrange(keys.index(index), 0, -1)),
    readLock: (lock) => answered(() => redis.lrange(keys.lock(lock), 0, -1)),
    readDue: (nowMs, limit) => answered(() => redis.zrangebyscore(keys.due, 0, nowMs, 'LIMIT', 0, limit)),
    readEpoch: (id) => answered(async () => Number((await redis.hget(keys.record(id), 'epoch')) ?? 0)),
    takeWake: (id) => answered(() => takeWake(redis, id)),
    readInventory: () => answered(async () => (await redis.get(keys.inventory)) ?? undefined),
    writeInventory: (json) => answered(async () => void (await redis.set(keys.inventory, json))),
    writeCapacity: (writes) => answered(() => writeCapacity(redis, writes)),
    readCapacity: (poolIds, newest) => answered(() => readCapacity(redis, poolIds, newest)),
    writeCapacityPods: (writes) => answered(() => writeCapacityPods(redis, writes)),
    readCapacityPods: (poolId) => answered(async () => (await redis.get(keys.capacityPods(poolId))) ?? undefined),
    readAudit: (query) => answered(() => readAudit(redis, query)),
    readAuditBack: (query) => answered(() => readAuditBack(redis, query)),
    readAuditHead: () => answered(() => readAuditHead(redis)),
  };
}

async function takeWake(redis: RedisConnection, id: string): Promise<boolean> {
  const replies = await redis.multi().hget(keys.record(id), 'wake').hdel(keys.record(id), 'wake', 'activations').exec();
  return replies?.[0]?.[1] === '1';
}

function toRecord(id: string, hash: Record<string, string>): StoredRecord | undefined {
  const flat = Object.entries(hash).flat();
  return flat.length === 0 ? undefined : recordOf(id, flat);
}

async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw new RetryableError({
      code: 'STORE_UNAVAILABLE',
      publicText: 'Redis did not answer in time. Try again in a moment.',
      cause,
    });
  }
}
