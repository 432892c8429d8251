import { Redis } from 'ioredis';
import type { World } from '../../emulators/world/world.ts';
import type { Operation } from '../../src/domain/operation.ts';
import { endedIndex, operationOf, unfinishedIndex } from '../../src/store/operation-record.ts';
import { connectRedis } from '../../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';

/** What the checks look at: a world, and the database past every gate. */
export interface Scene {
  world: World;
  redis: Redis;
  store: Store;
  /** All operations, ended ones too. */
  operations(): Promise<Operation[]>;
  /** Empties the database and closes the world. */
  close(): Promise<void>;
}

export function openScene(world: World, redisUrl: string): Scene {
  const redis = new Redis(redisUrl);
  const connection = connectRedis({
    url: redisUrl,
    commandTimeoutMs: 5_000,
    waitForConnection: true,
    onError: () => undefined,
  });
  const store = createRedisStore({ redis: connection, commitTries: 1, onAudit: () => undefined });
  return {
    world,
    redis,
    store,
    async operations() {
      const ids = await Promise.all([store.readIndex(unfinishedIndex), store.readIndex(endedIndex)]);
      return (await store.readMany([...new Set(ids.flat())])).map(operationOf);
    },
    async close() {
      await redis.flushdb();
      redis.disconnect();
      connection.disconnect();
      await world.close();
    },
  };
}
