import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { openReconciliation } from '../../src/wiring/reconcile.ts';
import { people, type Scenario } from './scenario.ts';

/** Redis as it is after its disk was lost: the service stopped, every key gone, the service started again. */
export async function loseRedis(scenario: Scenario): Promise<void> {
  await scenario.stopService();
  const redis = new Redis(scenario.redisUrl, { maxRetriesPerRequest: 2 });
  await redis.flushdb();
  redis.disconnect();
  await scenario.startService();
}

/** What an operator does at the command line: looks and, if there is something to write, writes it. */
export async function reconcile(scenario: Scenario) {
  const reconciliation = openReconciliation(scenario.config);
  try {
    const picture = await reconciliation.look();
    const adopted = await reconciliation.adopt(picture, { kind: 'operator', name: people.olga });
    expect(adopted).not.toBe('changed');
    for (const { operationId } of adopted === 'changed' ? [] : adopted) await scenario.until(operationId, 'done');
    return picture;
  } finally {
    await reconciliation.close();
  }
}
