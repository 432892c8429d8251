import type { CapacityWrite, StoredCapacity } from '../store.ts';
import { keys } from './keys.ts';
import type { RedisConnection } from './redis-connection.ts';

/** A sample a minute for a day, an hour's worst for ninety days. */
const mostSamples = 24 * 60;
const mostHours = 90 * 24;
/** What nobody writes any more is forgotten: its pool is gone. */
const forgetAfterMs = 91 * 24 * 3_600_000;
/** Who runs in a pool is asked about while it is short of room. */
const forgetPodsAfterMs = 24 * 3_600_000;

export async function writeCapacity(redis: RedisConnection, writes: readonly CapacityWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const pipeline = redis.pipeline();
  for (const { poolId, now, sample, hour } of writes) {
    pipeline.set(keys.capacity(poolId), now, 'PX', forgetAfterMs);
    if (sample !== undefined) push({ key: keys.capacitySamples(poolId), item: sample, most: mostSamples });
    if (hour !== undefined) push({ key: keys.capacityHours(poolId), item: hour, most: mostHours });
  }
  await run(pipeline);

  function push({ key, item, most }: { key: string; item: string; most: number }): void {
    pipeline.rpush(key, item).ltrim(key, -most, -1).pexpire(key, forgetAfterMs);
  }
}

export async function readCapacity(
  redis: RedisConnection,
  poolIds: readonly string[],
  newest: { samples: number; hours: number },
): Promise<StoredCapacity[]> {
  const newestOf = (key: string, count: number) => (count > 0 ? redis.lrange(key, -count, -1) : []);
  return Promise.all(
    poolIds.map(async (poolId) => {
      const [now, samples, hours] = await Promise.all([
        redis.get(keys.capacity(poolId)),
        newestOf(keys.capacitySamples(poolId), newest.samples),
        newestOf(keys.capacityHours(poolId), newest.hours),
      ]);
      return { poolId, now: now ?? undefined, samples, hours };
    }),
  );
}

export async function writeCapacityPods(
  redis: RedisConnection,
  writes: readonly { poolId: string; text: string }[],
): Promise<void> {
  if (writes.length === 0) return;
  const pipeline = redis.pipeline();
  for (const { poolId, text } of writes) pipeline.set(keys.capacityPods(poolId), text, 'PX', forgetPodsAfterMs);
  await run(pipeline);
}

async function run(pipeline: ReturnType<RedisConnection['pipeline']>): Promise<void> {
  const replies = (await pipeline.exec()) ?? [];
  const failed = replies.find(([err]) => err)?.[0];
  if (failed) throw failed;
}
