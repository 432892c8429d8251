import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { redisTarget } from '../../../src/platform/redis-target.ts';
import { type BullmqDeps, createBullmqQueues, startBullmqWorker } from '../../../src/queue/bullmq/bullmq-queues.ts';
import type { JobHandler, Queues, QueueWorker } from '../../../src/queue/queue.ts';
import { keyPrefix } from '../../../src/store/redis/keys.ts';
import { freshRedisUrl } from '../../support/redis.ts';

export interface OpenQueue {
  queues: Queues;
  url: string;
  /** Starts a worker of the operations queue; stopped when the test ends. */
  work(handle: JobHandler): QueueWorker;
  /** As if its worker had been silent for too long: others may take the job. */
  loseLock(id: string): Promise<unknown>;
  /** Keys of jobs that are still there. */
  jobsLeft(): Promise<string[]>;
}

/** The queues on real Redis with the timings of tests. */
export async function openQueue(given: { url?: string } = {}): Promise<OpenQueue> {
  const url = given.url ?? (await freshRedisUrl());
  const deps: BullmqDeps = {
    connection: redisTarget(url),
    now: Date.now,
    prefix: keyPrefix,
    timings: { lockDurationMs: 500, stalledIntervalMs: 250 },
    onError: () => undefined,
  };
  const queues = createBullmqQueues(deps);
  const redis = new Redis(url);
  const workers: QueueWorker[] = [];
  onTestFinished(async () => {
    await Promise.all(workers.map((worker) => worker.close(100)));
    await queues.close();
    redis.disconnect();
  });
  return {
    queues,
    url,
    work(handle) {
      const worker = startBullmqWorker(deps, 'operations', handle);
      workers.push(worker);
      return worker;
    },
    loseLock: (id) => redis.del(`${keyPrefix}:operations:${id}:lock`),
    jobsLeft: async () => (await redis.keys(`${keyPrefix}:operations:op-*`)).filter((key) => !key.endsWith(':lock')),
  };
}
