import { Queue, Worker } from 'bullmq';
import { createClock } from '../src/platform/clock.ts';
import { createLogger } from '../src/platform/logger.ts';
import { redisTarget } from '../src/platform/redis-target.ts';
import { createBullmqQueues, productionTimings, startBullmqWorker } from '../src/queue/bullmq/bullmq-queues.ts';
import { operationField } from '../src/store/operation-record.ts';
import { keyPrefix } from '../src/store/redis/keys.ts';
import { connectRedis } from '../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../src/store/redis/redis-store.ts';
import { createRunner } from '../src/workflows/runner/runner.ts';
import { done, type Workflow } from '../src/workflows/runner/workflow.ts';
import type { Row } from './row.ts';

const count = 3_000;

/** Operations of one step that does nothing, against jobs that do nothing, on the same Redis. */
export const runnerThroughput: Row = {
  name: 'runner-throughput',
  async measure({ freshRedisUrl }) {
    const bare = [await bareJobs(freshRedisUrl()), await bareJobs(freshRedisUrl())];
    const ours = [await operations(freshRedisUrl()), await operations(freshRedisUrl())];
    const [best, own] = [Math.max(...bare), Math.max(...ours)];
    return [
      {
        what: 'one-step operations per second through the runner',
        against: 'bare BullMQ jobs on the same Redis',
        measured: own / best,
        detail: `${Math.round(own)} operations/s, ${Math.round(best)} jobs/s`,
        limit: 0.5,
        unit: 'x',
        isFloor: true,
      },
    ];
  },
};

async function bareJobs(url: string): Promise<number> {
  const connection = { ...redisTarget(url), maxRetriesPerRequest: null };
  const queue = new Queue('bare', { connection });
  await queue.addBulk(
    Array.from({ length: count }, (_, index) => ({
      name: 'look',
      data: {},
      opts: { jobId: `job-${index}`, removeOnComplete: true },
    })),
  );
  const { counted, ended } = countdown();
  const worker = new Worker('bare', async () => counted(), { connection, concurrency: 100 });
  const perSecond = await ended;
  await worker.close();
  await queue.close();
  return perSecond;
}

async function operations(url: string): Promise<number> {
  const redis = connectRedis({ url, commandTimeoutMs: 5_000, waitForConnection: true, onError: () => undefined });
  const store = createRedisStore({ redis, commitTries: 4, onAudit: () => undefined });
  const deps = {
    connection: redisTarget(url),
    now: Date.now,
    prefix: keyPrefix,
    timings: productionTimings,
    onError: () => undefined,
  };
  const queues = createBullmqQueues(deps);
  const header = {
    kind: 'create-pool',
    poolId: 'p',
    poolName: 'p',
    requestedBy: { kind: 'system', name: 'bench' },
    input: {},
    createdAtMs: 0,
  };
  const ids = Array.from({ length: count }, (_, index) => `op-${index}`);
  const set = { [operationField.header]: JSON.stringify(header) };
  await Promise.all(ids.map((id) => store.commit({ records: [{ id, state: 'running', set }] })));
  await Promise.all(ids.map((id) => queues.enqueue('operations', id)));
  const { counted, ended } = countdown();
  const runner = createRunner({
    store,
    queues,
    clock: createClock(),
    log: createLogger({ level: 'silent' }),
    workflows: {
      'create-pool': oneStep,
      'plan-pool': oneStep,
      'verify-pool': oneStep,
      'prove-workload': oneStep,
      'change-namespaces': oneStep,
      'clean-whitelist': oneStep,
      'repair-pool': oneStep,
      'record-pool': oneStep,
      'resize-pool': oneStep,
      'plan-resize': oneStep,
      'plan-grant': oneStep,
      'apply-grant': oneStep,
      'end-grant': oneStep,
      'delete-pool': oneStep,
      'plan-delete': oneStep,
      'adopt-nodes': oneStep,
      'plan-adopt': oneStep,
    },
  });
  const worker = startBullmqWorker(deps, 'operations', async (id) => {
    const next = await runner(id);
    counted();
    return next;
  });
  const perSecond = await ended;
  await worker.close(2_000);
  await queues.close();
  redis.disconnect();
  return perSecond;
}

const oneStep: Workflow = {
  verb: 'do',
  steps: () => [{ name: 'only', title: 'Only', needs: [], deadlineMs: 60_000, ensure: async () => done({}) }],
  atEnd: async () => ({}),
};

/** How many per second, from now to the last of them. */
function countdown(): { counted: () => void; ended: Promise<number> } {
  let left = count;
  let end: (perSecond: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const startedAt = performance.now();
  const counted = () => {
    left -= 1;
    if (left === 0) end((count * 1_000) / (performance.now() - startedAt));
  };
  return { counted, ended };
}
