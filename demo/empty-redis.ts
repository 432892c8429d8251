import { Redis } from 'ioredis';
import { type DemoRedis, demoRedis } from '../scripts/demo-redis.ts';

const ours = '{egress-pool}*';

/**
 * The demo's Redis. One that was given (REDIS_URL) must hold no egress-pool, since the demo's clouds start empty; what
 * the demo puts there is removed at its end.
 */
export async function emptyRedis(): Promise<DemoRedis> {
  const redis = await demoRedis();
  const isGiven = redis.url === process.env.REDIS_URL;
  if (!isGiven) return redis;
  const keys = await withClient(redis.url, keysOfOurs);
  if (keys.length > 0) {
    throw new Error(
      `the Redis in REDIS_URL already holds an egress-pool (${keys.length} keys), and the demo starts with empty clouds; name an empty database, such as redis://127.0.0.1:6379/9, or unset REDIS_URL`,
    );
  }
  return { ...redis, stop: () => withClient(redis.url, removeOurs) };
}

async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null, lazyConnect: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } catch (err) {
    throw new Error('the Redis in REDIS_URL does not answer; unset REDIS_URL to let the demo start one', {
      cause: err,
    });
  } finally {
    client.disconnect();
  }
}

async function keysOfOurs(client: Redis): Promise<string[]> {
  const found: string[] = [];
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', ours, 'COUNT', 1_000);
    found.push(...keys);
    cursor = next;
  } while (cursor !== '0');
  return found;
}

async function removeOurs(client: Redis): Promise<void> {
  const keys = await keysOfOurs(client);
  for (let at = 0; at < keys.length; at += 500) await client.unlink(...keys.slice(at, at + 500));
}
