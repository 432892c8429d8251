import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedisLimits } from '../../../src/limits/redis/redis-limits.ts';
import { freshRedisUrl } from '../../support/redis.ts';

const budgetOf = () => ({ calls: 5, perMs: 1000 });
const budget = 'vpc:DescribeVSwitches';

let url: string;
let connections: Redis[];
beforeEach(async () => {
  url = await freshRedisUrl();
  connections = [];
});
afterEach(() => {
  for (const connection of connections) connection.disconnect();
});

function replica() {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  connections.push(redis);
  return createRedisLimits({ redis, budgetOf });
}

describe('limits in Redis', () => {
  it('two replicas share one budget exactly', async () => {
    const replicas = [replica(), replica()];

    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => replicas[index % 2]?.take(budget) ?? Promise.reject()),
    );

    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  });

  it('those who are refused are spread over the stretches that have room for them', async () => {
    const limits = replica();

    const answers = await Promise.all(Array.from({ length: 20 }, () => limits.take(budget)));
    const waits = answers.flatMap((answer) => (answer.ok ? [] : [answer.retryAfterMs]));

    expect(waits.filter((waitMs) => waitMs <= 1000)).toHaveLength(5);
    expect(waits.filter((waitMs) => waitMs > 1000 && waitMs <= 2000)).toHaveLength(5);
    expect(waits.filter((waitMs) => waitMs > 2000)).toHaveLength(5);
  });

  it('a block holds for every replica and for its own budget only', async () => {
    const [one, other] = [replica(), replica()];

    await one.block(budget, 3000);

    const refused = await other.take(budget);
    expect(refused.ok).toBe(false);
    expect(refused.ok ? 0 : refused.retryAfterMs).toBeGreaterThan(2000);
    expect(await other.take('vpc:CreateVSwitch')).toEqual({ ok: true });
  });

  it('every key carries the prefix of the installation', async () => {
    await replica().take(budget);

    expect(await connections[0]?.keys('*')).toEqual([`{egress-pool}:limit:${budget}`]);
  });

  it('without Redis no call is let through', async () => {
    const limits = replica();
    await limits.take(budget);
    for (const connection of connections) connection.disconnect();

    await expect(limits.take(budget)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
