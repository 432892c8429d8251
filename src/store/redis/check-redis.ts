import type { RedisConnection } from './redis-connection.ts';

/**
 * Whether Redis is set up to hold workflow, approvals and audit (append-only file, fsync on every write, no
 * eviction). Answers what is wrong, each with the setting to change; empty when all is well. A server that refuses
 * CONFIG (a managed one) is reported as "cannot be checked".
 */
export async function checkRedis(redis: RedisConnection): Promise<string[]> {
  const wanted = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };
  const problems: string[] = [];
  for (const [setting, value] of Object.entries(wanted)) {
    try {
      const [, found] = (await redis.config('GET', setting)) as string[];
      if (found !== value) problems.push(`${setting} is ${found ?? 'unknown'}; set "${setting} ${value}"`);
    } catch {
      problems.push(`${setting} cannot be checked on this server; make sure that it is ${value}`);
    }
  }
  return problems;
}
