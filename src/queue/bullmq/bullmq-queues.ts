import { DelayedError, Queue, Worker } from 'bullmq';
import type { RedisTarget } from '../../platform/redis-target.ts';
import type { ObserveJob } from '../job-metrics.ts';
import type { JobHandler, Next, QueueName, Queues, QueueWorker } from '../queue.ts';

/** Wire times in which a dead worker's jobs are found again: 10 s and 5 s in production, shorter in tests. */
export interface QueueTimings {
  lockDurationMs: number;
  stalledIntervalMs: number;
}

export const productionTimings: QueueTimings = { lockDurationMs: 10_000, stalledIntervalMs: 5_000 };

export interface BullmqDeps {
  connection: RedisTarget;
  /** Wall-clock milliseconds. */
  now: () => number;
  /** Starts with the hash tag that all keys share. */
  prefix: string;
  timings: QueueTimings;
  onError: (error: Error) => void;
  /** Told of every job that was handled. */
  onJob?: ObserveJob;
}

export interface BullmqQueues extends Queues {
  /** How many jobs are in each queue, by state. */
  depths(): Promise<{ labels: { queue: QueueName; state: string }; value: number }[]>;
}

/** The queues on BullMQ; every option of it is fixed in this file. */
export function createBullmqQueues(deps: BullmqDeps): BullmqQueues {
  const queues = { slack: openQueue('slack', deps), operations: openQueue('operations', deps) };
  return {
    async enqueue(name, id) {
      await queues[name].add('look', {}, { jobId: id, attempts: 1, removeOnComplete: true, removeOnFail: true });
    },
    async promote(name, id) {
      const job = await queues[name].getJob(id);
      if (await job?.isDelayed()) await job?.promote().catch(() => undefined);
    },
    async depths() {
      const counted = (['slack', 'operations'] as const).map(async (queue) => {
        const counts = await queues[queue].getJobCounts('waiting', 'active', 'delayed');
        return Object.entries(counts).map(([state, value]) => ({ labels: { queue, state }, value }));
      });
      return (await Promise.all(counted)).flat();
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/** Runs a queue's jobs, a hundred at a time. */
export function startBullmqWorker(deps: BullmqDeps, name: QueueName, handle: JobHandler): QueueWorker {
  const worker = new Worker(
    name,
    async (job, token) => {
      const next = await observed(deps, { queue: name, id: job.id ?? '' }, handle);
      if (next.kind === 'finished') return;
      let isWoken: boolean | undefined;
      try {
        await job.moveToDelayed(deps.now() + next.delayMs, token);
      } finally {
        // Also where the job was taken for lost meanwhile and is given out again: this activation came to its end.
        isWoken = await next.wasWoken?.();
      }
      if (isWoken) await job.promote().catch(() => undefined);
      throw new DelayedError();
    },
    {
      connection: { ...deps.connection, maxRetriesPerRequest: null },
      prefix: deps.prefix,
      concurrency: 100,
      lockDuration: deps.timings.lockDurationMs,
      stalledInterval: deps.timings.stalledIntervalMs,
      // Counted over all steps of a job and never reset, so any small bound would fail long operations.
      maxStalledCount: 1_000_000_000,
    },
  );
  worker.on('error', deps.onError);
  return { close: (graceMs) => closeWithin(worker, graceMs) };
}

async function observed(deps: BullmqDeps, job: { queue: QueueName; id: string }, handle: JobHandler): Promise<Next> {
  const startedAtMs = deps.now();
  const tell = (outcome: Next['kind'] | 'failed') =>
    deps.onJob?.({ ...job, outcome, durationMs: deps.now() - startedAtMs });
  try {
    const next = await handle(job.id);
    tell(next.kind);
    return next;
  } catch (error) {
    tell('failed');
    throw error;
  }
}

function openQueue(name: QueueName, deps: BullmqDeps): Queue {
  const queue = new Queue(name, {
    // BullMQ asks for the version once; without an answer in time the queue would be dead for as long as the process.
    connection: { ...deps.connection, enableOfflineQueue: false, commandTimeout: 1_000, skipVersionCheck: true },
    prefix: deps.prefix,
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', deps.onError);
  return queue;
}

/** The first close decides how the worker ends: a forced one that comes later only waits for a patient one. */
/** Pausing lets what runs end; only then or when that takes too long is it closed, since a close cannot be hurried. */
async function closeWithin(worker: Worker, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), graceMs);
  });
  const ended = worker.pause().then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  const outcome = await Promise.race([ended, tooLong]);
  clearTimeout(timer);
  await worker.close(outcome === 'late');
}
