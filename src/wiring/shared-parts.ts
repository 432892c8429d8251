import type { Config } from '../config/config.ts';
import type { CallBudget, Limits } from '../limits/limits.ts';
import { meteredLimits } from '../limits/metered-limits.ts';
import { createRedisLimits } from '../limits/redis/redis-limits.ts';
import { type Clock, createClock } from '../platform/clock.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { redisTarget } from '../platform/redis-target.ts';
import {
  type BullmqDeps,
  type BullmqQueues,
  createBullmqQueues,
  productionTimings,
  type QueueTimings,
} from '../queue/bullmq/bullmq-queues.ts';
import { createJobMetrics } from '../queue/job-metrics.ts';
import { keyPrefix } from '../store/redis/keys.ts';
import { connectRedis, type RedisConnection } from '../store/redis/redis-connection.ts';
import { createRedisStore } from '../store/redis/redis-store.ts';
import type { Store } from '../store/store.ts';

/** What both roles stand on. */
export interface SharedParts {
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  redis: RedisConnection;
  store: Store;
  queues: BullmqQueues;
  bullmq: BullmqDeps;
  limitsFor(budgetOf: (budget: string) => CallBudget): Limits;
  close(): Promise<void>;
}

export interface SharedOptions {
  /** How soon a dead worker's jobs are found again; tests want it sooner. */
  timings?: QueueTimings;
  log?: Logger;
  /** Default: of its own. The roles of one process show their numbers together. */
  metrics?: Metrics;
}

/**
 * One second on the ack path, without waiting for a connection; workers have more time, and repeat a commit whose
 * answer was lost.
 */
const profiles = {
  bot: { commandTimeoutMs: 1_000, waitForConnection: false, commitTries: 1 },
  worker: { commandTimeoutMs: 5_000, waitForConnection: true, commitTries: 4 },
};

export function createSharedParts(config: Config, role: 'bot' | 'worker', options: SharedOptions = {}): SharedParts {
  const log = (options.log ?? createLogger({ level: config.logLevel })).child({ role });
  const clock = createClock(config.timeScale);
  const metrics = options.metrics ?? createMetrics({ processMetrics: true });
  const url = config.redisUrl.reveal();
  const profile = profiles[role];
  const onError = (err: Error) => log.warn({ err }, 'redis connection failed');
  const redis = connectRedis({ url, ...profile, onError });
  const store = createRedisStore({
    redis,
    commitTries: profile.commitTries,
    onAudit: (entry) => log.info({ audit: entry }, 'audit'),
  });
  const bullmq: BullmqDeps = {
    connection: redisTarget(url),
    now: clock.now,
    prefix: keyPrefix,
    timings: options.timings ?? productionTimings,
    onError: (err) => log.warn({ err }, 'queue connection failed'),
    onJob: createJobMetrics(metrics),
  };
  const queues = createBullmqQueues(bullmq);
  return {
    clock,
    log,
    metrics,
    redis,
    store,
    queues,
    bullmq,
    limitsFor: (budgetOf) => meteredLimits(createRedisLimits({ redis, budgetOf }), { metrics, now: clock.now }),
    async close() {
      await queues.close().catch(() => undefined);
      redis.disconnect();
    },
  };
}
