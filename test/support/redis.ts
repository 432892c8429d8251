import { Redis } from 'ioredis';
import { startRedis } from '../../scripts/redis-server.ts';

/**
 * The URL of an empty database that nobody else uses: numbers are given out by the server itself, so that parallel
 * workers never share one. Takes the server of TEST_REDIS_URL, else one started for this process.
 */
export async function freshRedisUrl(): Promise<string> {
  const server = await testRedisUrl();
  const counter = new Redis(server, { maxRetriesPerRequest: 2 });
  try {
    const taken = await counter.incr('test:databases');
    const number = 1 + ((taken - 1) % (databases - 1));
    await counter.select(number);
    await counter.flushdb();
    return `${server}/${number}`;
  } finally {
    counter.disconnect();
  }
}

/** As `scripts/redis-server.ts` starts it; database 0 holds the counter only. */
const databases = 4096;
let started: Promise<string> | undefined;

function testRedisUrl(): Promise<string> {
  const given = process.env.TEST_REDIS_URL;
  if (given !== undefined && given !== '') return Promise.resolve(given);
  started ??= startRedis({ persist: true, databases }).then((server) => server.url);
  return started;
}
