import { afterEach, expect, test } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createGatekeeper } from '../support/gates/gatekeeper.ts';
import { openRedisGate } from '../support/gates/redis-gate.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { until } from './until.ts';

let redis: RedisConnection | undefined;
afterEach(() => redis?.disconnect());

test('a connection that swallows everything is replaced, and the store answers again', async () => {
  const keeper = createGatekeeper();
  const gate = await openRedisGate({ target: await freshRedisUrl(), keeper });
  redis = connectRedis({ url: gate.url, commandTimeoutMs: 100, waitForConnection: true, onError: () => undefined });
  const store = createRedisStore({ redis, commitTries: 1, onAudit: () => undefined });
  await store.read('nothing');
  keeper.arm({ call: 'commit due op', nth: 1, mode: 'hang' });

  await expect(store.commit({ records: [], due: [{ id: 'op-a', atMs: 1 }] })).rejects.toThrow('STORE_UNAVAILABLE');

  await until('the store answers', 5_000, async () => {
    return (await store.readDue(10, 10).catch(() => undefined)) !== undefined;
  });
});
