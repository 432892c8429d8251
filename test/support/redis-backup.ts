import { Redis } from 'ioredis';

/** Every key of a database as it is now; `restore` puts them back and forgets all that came after. */
export async function backupRedis(url: string): Promise<{ restore(): Promise<void> }> {
  const redis = new Redis(url, { maxRetriesPerRequest: 2 });
  const keys = await redis.keys('*');
  const saved = await Promise.all(
    keys.map(async (key) => ({ key, value: await redis.dumpBuffer(key), leftMs: await redis.pttl(key) })),
  );
  redis.disconnect();
  return {
    async restore() {
      const target = new Redis(url, { maxRetriesPerRequest: 2 });
      await target.flushdb();
      for (const { key, value, leftMs } of saved) if (value) await target.restore(key, Math.max(0, leftMs), value);
      target.disconnect();
    },
  };
}
