import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startRedis } from '../../../scripts/redis-server.ts';
import { freshRedisUrl } from '../../support/redis.ts';

test('a persistent server keeps what it answered across a power cut', async () => {
  const server = await startRedis({ persist: true });
  const write = new Redis(server.url);
  write.on('error', () => {});
  await write.set('kept', 'yes');
  write.disconnect();

  await server.restart();

  const read = new Redis(server.url);
  expect(await read.get('kept')).toBe('yes');
  expect(await read.config('GET', 'appendfsync')).toContain('always');
  read.disconnect();
  await server.stop();
});

test('a stopped server is gone', async () => {
  const server = await startRedis({ persist: false });

  await server.stop();

  const redis = new Redis(server.url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  await expect(redis.connect()).rejects.toThrow();
});

test('every harness gets an empty database of its own', async () => {
  const urls = await Promise.all(Array.from({ length: 20 }, () => freshRedisUrl()));

  expect(new Set(urls).size).toBe(20);
});
