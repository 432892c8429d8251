import { Redis } from 'ioredis';
import { expect, vi } from 'vitest';
import { freePort } from '../../demo/free-port.ts';
import type { ClusterHandle } from '../../emulators/kubernetes/cluster-handle.ts';
import type { KubeObject } from '../../emulators/kubernetes/manifest.ts';
import { configMaps, nodes, pods, type Resource } from '../../emulators/kubernetes/resources.ts';
import { startWorld, type World, type WorldOptions } from '../../emulators/world/world.ts';
import { connectRedis } from '../../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { databaseScopesOf } from '../../src/wiring/approval-policy.ts';
import { type Service, startService } from '../../src/wiring/service.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { createRecords } from './records.ts';
import { freshRedisUrl } from './redis.ts';
import { serviceConfig } from './service-config.ts';
import { unwantedWrites } from './unwanted-writes.ts';

export interface ScenarioOptions extends Partial<WorldOptions> {
  transport?: 'socket' | 'http';
  /** Merged over the service's YAML. */
  file?: Record<string, unknown>;
  /** Default: an empty database of the shared server. */
  redisUrl?: string;
  /** Waits until the bot knows what the clouds offer, a few seconds in. */
  knowsClouds?: boolean;
  /** Runs before the service starts. */
  prepare?: (world: World) => void;
}

export const people = {
  ana: 'U01ANA',
  olga: 'U04OLGA',
  stan: 'U05STAN',
  sara: 'U03SARA',
  gone: 'U06GONE',
  eve: 'U07EXT',
};
export const prodId = 'c82e6987e2961451182edacd74faf0000';
export const vpcId = 'vpc-2zemain';

/** Late whitelist writes are ruled out after the sum of a write's deadline and a lock's duration. */
const timings = { timings: { lockDurationMs: 500, stalledIntervalMs: 250 }, whitelistWriteMs: 2_000 };

/** The emulated world, a fresh database and the whole service in this process, ready to take commands. */
export async function startScenario(options: ScenarioOptions = {}) {
  const { transport = 'socket', file, redisUrl: givenRedis, knowsClouds = false, prepare, ...worldOptions } = options;
  // Slack has to know the address beforehand over HTTP only; any other port is chosen when it is opened, so none collide.
  const port = transport === 'http' ? await freePort() : 0;
  const requestUrl = transport === 'http' ? `http://127.0.0.1:${port}/slack/events` : undefined;
  const world = await startWorld({ scale: 300, ...worldOptions, requestUrl });
  world.slack.settings.rateLimits = false;
  prepare?.(world);
  const redisUrl = givenRedis ?? (await freshRedisUrl());
  const config = serviceConfig({
    world,
    redisUrl,
    endpoints: { cloud: world.alicloud.url, slackApi: world.slack.apiUrl, kubeconfig: world.kubernetes.kubeconfig() },
    transport,
    port,
    ...(file ? { file } : {}),
  });
  const redis = connectRedis({
    url: redisUrl,
    commandTimeoutMs: 5_000,
    waitForConnection: true,
    onError: () => undefined,
  });
  const store = createRedisStore({ redis, commitTries: 2, onAudit: () => undefined });
  const service = await startService(config, timings);
  const conversation = createConversation(world.slack);
  await waitUntilReady(service, { ...conversation, knowsClouds, store });
  const running = { service: service as Service | undefined };
  return {
    world,
    config,
    store,
    redisUrl,
    prod: world.kubernetes.cluster(prodId),
    /** Where the service shows its metrics. */
    url: (): string => running.service?.url ?? '',
    ...conversation,
    ...createRecords(store),
    /** What the clouds and clusters hold that carries the pool's name in a marker, or its ConfigMap's. */
    leftovers: (poolName: string): string[] => leftovers(world, poolName),
    /** Stops the service as SIGTERM does. Answers how long that took. */
    async stopService(graceMs = 25_000): Promise<number> {
      const startedMs = performance.now();
      await running.service?.stop(graceMs);
      running.service = undefined;
      return performance.now() - startedMs;
    },
    /** Starts the service again beside what is there. */
    async startService(): Promise<void> {
      running.service = await startService(config, timings);
      await waitUntilReady(running.service, { ...conversation, knowsClouds, store });
    },
    /** Stops everything; fails when the service still holds a connection, or ever wrote to a whitelist that is not ours. */
    async close(): Promise<void> {
      await running.service?.stop(2_000);
      redis.disconnect();
      await expectNothingLeft({ world, redisUrl });
      await world.close();
      expect(unwantedWrites(world, databaseScopesOf(config))).toEqual([]);
    },
  };
}

export type Scenario = Awaited<ReturnType<typeof startScenario>>;

/** Everything that a change would show in: what the clouds and clusters hold, and which changing calls were made. */
export function worldSnapshot({ world, prod }: { world: World; prod: ClusterHandle }) {
  const { vSwitches, nodePools, instances } = world.alicloud.state;
  return {
    vSwitches: [...vSwitches.keys()],
    nodePools: [...nodePools.keys()],
    instances: [...instances.keys()],
    objects: [configMaps, pods, nodes].map((resource) => objectNames(prod, resource)),
    changes: world.alicloud.journal.filter(({ changed }) => changed).map(({ name }) => name),
    writes: world.kubernetes.journal.entries
      .filter(({ call }) => /^(create|update|patch|apply|delete) /.test(call) && !call.includes('accessreviews'))
      .map(({ call, path }) => `${call} ${path}`),
  };
}

function leftovers({ alicloud, kubernetes, seed }: World, poolName: string): string[] {
  const isOurs = (value: unknown) => JSON.stringify(value).includes(`"egress-pool/name":"${poolName}"`);
  const { vSwitches, nodePools } = alicloud.state;
  const objects = seed.clusters.flatMap(({ clusterId }) =>
    [configMaps, pods, nodes].flatMap((resource) => kubernetes.cluster(clusterId).list<KubeObject>(resource)),
  );
  return [
    ...[...vSwitches.values()].filter(({ tags }) => isOurs(tags)).map(({ vSwitchId }) => `vSwitch ${vSwitchId}`),
    ...[...nodePools.values()]
      .filter(({ blocks }) => JSON.stringify(blocks).includes(`egress-pool-${poolName}`))
      .map(({ nodePoolId }) => `node pool ${nodePoolId}`),
    ...objects
      .filter(({ metadata }) => isOurs(metadata.labels ?? {}))
      .map(({ kind, metadata }) => `${kind?.toLowerCase()} ${metadata.name}`),
  ];
}

function objectNames(cluster: ClusterHandle, resource: Resource): string[] {
  return cluster.list(resource).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
}

/** Ready: the process says so, people's groups are known and, where a test needs it, what the clouds offer. */
async function waitUntilReady(
  service: Service,
  { say, knowsClouds, store }: Pick<Conversation, 'say'> & { knowsClouds: boolean; store: Store },
): Promise<void> {
  const answer = knowsClouds ? 'there are cn-beijing-h' : 'is not a number of pods';
  const isReady = async () => expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  await vi.waitFor(isReady, { timeout: 10_000, interval: 30 });
  // The cloud SDKs are loaded by then, which takes seconds: no step's deadline, scaled, has to bear that.
  const isWarm = async () => expect(await store.readInventory()).toBeDefined();
  await vi.waitFor(isWarm, { timeout: 30_000, interval: 30 });
  const probe = () => say(people.ana, 'create probe --pods 0 --cluster prod --zones nowhere');
  await vi.waitFor(async () => expect(await probe()).toContain(answer), { timeout: 15_000, interval: 50 });
}

async function expectNothingLeft({ world, redisUrl }: { world: World; redisUrl: string }): Promise<void> {
  expect(world.slack.connections(), 'sockets to Slack').toBe(0);
  const database = Number(new URL(redisUrl).pathname.slice(1));
  const admin = new Redis(new URL('/0', redisUrl).href, { maxRetriesPerRequest: 1 });
  const clients = async (): Promise<number> =>
    String(await admin.client('LIST'))
      .split('\n')
      .filter((line) => new RegExp(` db=${database} `).test(line)).length;
  try {
    if (database > 0) await vi.waitFor(async () => expect(await clients()).toBe(0), { timeout: 3_000 });
  } finally {
    admin.disconnect();
  }
}
