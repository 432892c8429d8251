import { createRedisMock } from 'js-redis-server';
import { findRedisServer, startRedis } from './redis-server.ts';

/** The Redis that the demo runs on. */
export interface DemoRedis {
  readonly url: string;
  /** One line for the person at the terminal: what is used and what that means. */
  readonly says: string;
  /** Ends it if we started it. */
  stop(): Promise<void>;
}

/** REDIS_URL if set; else a server on PATH; else one in JavaScript from npm, whose data ends with the demo. */
export async function demoRedis(): Promise<DemoRedis> {
  const given = process.env.REDIS_URL;
  if (given !== undefined && given !== '') {
    return { url: given, says: 'Redis: the one in REDIS_URL', stop: async () => {} };
  }
  const program = findRedisServer();
  if (program !== undefined) {
    const server = await startRedis({ persist: true, databases: 16 });
    return { url: server.url, says: `Redis: ${program}, started for this demo`, stop: server.stop };
  }
  const mock = await createRedisMock();
  const [address] = mock.addresses();
  if (address === undefined) throw new Error('the Redis in JavaScript did not start');
  return {
    url: `redis://${address.host}:${address.port}`,
    says: 'Redis: no server found, using one in JavaScript (slow, and volatile: all is gone when the demo ends)',
    stop: () => mock.close(),
  };
}
