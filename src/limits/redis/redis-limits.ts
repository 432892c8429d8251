import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RetryableError } from '../../domain/errors.ts';
import type { CallBudget, Limits } from '../limits.ts';

export interface RedisLimitsDeps {
  /** The shared connection; it stays the caller's to close. */
  redis: Redis;
  /** How many calls a budget has; whole seconds. */
  budgetOf(budget: string): CallBudget;
}

const keyPrefix = '{egress-pool}:limit';
/** A wait up to this long is slept through here; a longer one is the caller's to schedule. */
const longestSleepMs = 200;

/**
 * Budgets counted in Redis, exact over all replicas. There is no in-memory fall-back: without Redis every replica
 * would spend the whole budget, so `take` then fails with STORE_UNAVAILABLE.
 */
export function createRedisLimits({ redis, budgetOf }: RedisLimitsDeps): Limits {
  const limiters = new Map<string, RateLimiterRedis>();

  function limiterOf(budget: string): RateLimiterRedis {
    const { calls, perMs } = budgetOf(budget);
    const size = `${calls}/${perMs}`;
    const known = limiters.get(size);
    if (known) return known;
    const made = new RateLimiterRedis({ storeClient: redis, keyPrefix, points: calls, duration: perMs / 1000 });
    limiters.set(size, made);
    return made;
  }

  return {
    async take(budget) {
      const limiter = limiterOf(budget);
      const waitMs = await consume(limiter, budget);
      if (waitMs === 0) return { ok: true };
      if (waitMs > longestSleepMs) return { ok: false, retryAfterMs: waitMs };
      await sleep(waitMs);
      const secondWaitMs = await consume(limiter, budget);
      return secondWaitMs === 0 ? { ok: true } : { ok: false, retryAfterMs: secondWaitMs };
    },
    async block(budget, forMs) {
      await unlessUnavailable(limiterOf(budget).block(budget, Math.ceil(forMs / 1000)));
    },
  };
}

/** Takes one call; answers 0, or after how many milliseconds there is one for this caller. */
async function consume(limiter: RateLimiterRedis, budget: string): Promise<number> {
  try {
    await limiter.consume(budget);
    return 0;
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw unavailable(rejection);
    // Refused callers are counted too, so each gets the stretch that has room for it instead of all coming at once.
    const ahead = Math.max(0, rejection.consumedPoints - limiter.points - 1);
    return Math.max(1, rejection.msBeforeNext) + Math.floor(ahead / limiter.points) * limiter.duration * 1000;
  }
}

async function unlessUnavailable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): RetryableError {
  return new RetryableError({
    code: 'STORE_UNAVAILABLE',
    publicText: 'Redis did not answer, so the call was not made; it is tried again by itself.',
    cause,
  });
}
