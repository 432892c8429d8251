import { callsPerMinute, postsPerChannel } from './tiers.ts';

export interface RateLimiter {
  /** Undefined: go on. Otherwise the whole seconds after which it may be tried again. */
  take(method: string, channelId?: string): number | undefined;
  reset(): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Token buckets, one for each method and one for each channel that is posted to, refilled over wall time. */
export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();

  const missingSeconds = (key: string, rate: { perMinute: number; burst: number }): number => {
    const atMs = now();
    const bucket = buckets.get(key) ?? { tokens: rate.burst, atMs };
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((atMs - bucket.atMs) / 60_000) * rate.perMinute);
    bucket.atMs = atMs;
    buckets.set(key, bucket);
    return bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / rate.perMinute));
  };

  const spend = (key: string): void => {
    const bucket = buckets.get(key);
    if (bucket) bucket.tokens -= 1;
  };

  return {
    take(method, channelId) {
      const perMinute = callsPerMinute[method];
      if (perMinute === undefined) return undefined;
      const keys = [method];
      let seconds = missingSeconds(method, { perMinute, burst: perMinute });
      if (method === 'chat.postMessage' && channelId !== undefined) {
        keys.push(`post ${channelId}`);
        seconds = Math.max(seconds, missingSeconds(`post ${channelId}`, postsPerChannel));
      }
      if (seconds > 0) return seconds;
      for (const key of keys) spend(key);
      return undefined;
    },
    reset: () => buckets.clear(),
  };
}
