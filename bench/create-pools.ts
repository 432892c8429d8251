import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../emulators/world/world.ts';
import { createClock } from '../src/platform/clock.ts';
import { redisTarget } from '../src/platform/redis-target.ts';
import { createBullmqQueues, productionTimings } from '../src/queue/bullmq/bullmq-queues.ts';
import { inventoryOf } from '../src/store/inventory-record.ts';
import { operationOf } from '../src/store/operation-record.ts';
import { keyPrefix } from '../src/store/redis/keys.ts';
import { connectRedis } from '../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../src/store/redis/redis-store.ts';
import type { UseCaseContext } from '../src/use-cases/context.ts';
import { requestCreatePool } from '../src/use-cases/request-create-pool.ts';

export interface PoolToCreate {
  name: string;
  cluster: string;
  zones: string;
}

/** Asks for pools as the bot does, all at once, and waits until each is ready. Answers wall-clock milliseconds. */
export async function createPools(o: { world: World; redisUrl: string; pools: PoolToCreate[] }): Promise<number> {
  const { redisUrl: url, world, pools } = o;
  const redis = connectRedis({ url, commandTimeoutMs: 5_000, waitForConnection: true, onError: () => undefined });
  const store = createRedisStore({ redis, commitTries: 4, onAudit: () => undefined });
  const queues = createBullmqQueues({
    connection: redisTarget(url),
    now: Date.now,
    prefix: keyPrefix,
    timings: productionTimings,
    onError: () => undefined,
  });
  const readInventory = async () => inventoryOf(await store.readInventory());
  let inventory = await readInventory();
  for (const endsAt = performance.now() + 60_000; !inventory; inventory = await readInventory()) {
    if (performance.now() > endsAt) throw new Error('the worker wrote no inventory within a minute');
    await delay(20);
  }
  const context: UseCaseContext = {
    ...{ store, queues, clock: createClock(world.scale), people: { isOneOf: () => 'yes', memberships: () => ({}) } },
    actor: { kind: 'operator', name: 'bench' },
    inventory: () => inventory,
    settings: {
      installation: 'acme-demo',
      clusters: world.seed.clusters.map(({ name, clusterId, regionId }) => ({
        ...{ name, clusterId, regionId },
        ...{ defaultNodes: 2, instanceTypes: ['ecs.g7.xlarge'] },
      })),
      ...{ createNeedsApproval: false, requesters: [], operators: [], scopes: [] },
      policy: nobodyIsAsked,
    },
  };
  const startedAt = performance.now();
  try {
    await Promise.all(pools.map((pool) => request(context, pool)));
    await allDone(context, { pools, limitMs: 1_200_000 / world.scale + 120_000 });
    return performance.now() - startedAt;
  } finally {
    await queues.close();
    redis.disconnect();
  }
}

const idOf = ({ name }: PoolToCreate) => `op-${name}`;

async function request(context: UseCaseContext, pool: PoolToCreate): Promise<void> {
  const answer = await requestCreatePool(context, {
    operationId: idOf(pool),
    raw: { ...pool, pods: '40', namespaces: 'payments' },
    announcement: { channelId: 'C0PLATFORM', userId: 'U01ANA' },
  });
  if (answer.kind !== 'accepted') throw new Error(`${pool.name} was refused: ${JSON.stringify(answer)}`);
}

async function allDone(context: UseCaseContext, o: { pools: PoolToCreate[]; limitMs: number }): Promise<void> {
  const endsAt = performance.now() + o.limitMs;
  const left = new Set(o.pools.map(idOf));
  while (left.size > 0) {
    if (performance.now() > endsAt) throw new Error(`${left.size} pools are not ready in time`);
    for (const record of await context.store.readMany([...left].slice(0, 50))) {
      const { id, state, error } = operationOf(record);
      if (state === 'done') left.delete(id);
      else if (state !== 'running') throw new Error(`${id} is ${state}: ${error?.text}`);
    }
    await delay(10);
  }
}

/** The bench asks for pools only. */
const nobodyIsAsked: UseCaseContext['settings']['policy'] = {
  ...{ requestTtlMs: 0, minGrantMs: 0, maxGrantMs: 0, reasonRequired: false, remindEveryMs: [], rules: [] },
  widestPrefix: 16,
  create: { require: [] },
};
