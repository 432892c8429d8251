import { afterEach, expect, it } from 'vitest';
import { createRedisLimits } from '../../../src/limits/redis/redis-limits.ts';
import { connectRedis, type RedisConnection } from '../../../src/store/redis/redis-connection.ts';
import { freshRedisUrl } from '../../support/redis.ts';

let redis: RedisConnection | undefined;
afterEach(() => redis?.disconnect());

it('the first take does not bring down the process when the store reads in the same moment', async () => {
  const url = await freshRedisUrl();
  redis = connectRedis({ url, commandTimeoutMs: 2_000, waitForConnection: true, onError: () => undefined });
  await redis.ping();
  const limits = createRedisLimits({ redis, budgetOf: () => ({ calls: 5, perMs: 1_000 }) });

  const [read, taken] = await Promise.all([redis.get('nothing'), limits.take('vpc:DescribeVSwitches')]);

  expect(read).toBeNull();
  expect(taken).toEqual({ ok: true });
});
