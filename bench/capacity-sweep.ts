import { setTimeout as delay } from 'node:timers/promises';
import { nodes, pods } from '../emulators/kubernetes/resources.ts';
import { startWorld, type World } from '../emulators/world/world.ts';
import { markerLabels } from '../src/domain/markers.ts';
import type { Pool } from '../src/domain/pool.ts';
import { poolChange, poolIndex } from '../src/store/pool-record.ts';
import { connectRedis } from '../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../src/store/redis/redis-store.ts';
import { clusterInFile, manyClusters } from './many-clusters.ts';
import type { BenchOptions, Figure, Row } from './row.ts';
import { type ServiceUnderBench, startServiceUnderBench } from './service-under-bench.ts';

const clusterCount = 50;
const nodesPerPool = 2;
const podsPerPool = 8;
/** Nodes and pods of more would show the emulated clusters, not the worker: each of their nodes gets DaemonSet pods. */
const poolsWithWorkload = 1_000;
const listAction = 'vpc:DescribeVSwitches';
const pageSize = 50;
/** Each answer of /metrics has some megabytes with so many pools: asked for all the time, it would be what is measured. */
const scrapeMs = 2_000;

/** A thousand pools in fifty clusters, then (`--full`) ten times as many, measured by one worker: calls, time and memory. */
export const capacitySweep: Row = {
  name: 'capacity-sweep',
  measure: async (options) => [
    ...(await figuresOf(options, 1_000)),
    ...(options.full ? await figuresOf(options, 10_000) : []),
  ],
};

async function figuresOf(options: BenchOptions, poolCount: number): Promise<Figure[]> {
  const world = await startWorld({ scale: 1, seed: seedOf(poolCount) });
  const redisUrl = options.freshRedisUrl();
  const clusters = world.seed.clusters.map(clusterInFile);
  const file = { installation: 'bench', clusters, capacity: { every: poolCount > 1_000 ? '60s' : '10s' } };
  const worker = await startServiceUnderBench({ world, redisUrl, role: 'worker', file });
  try {
    await untilSwept(worker, 1);
    const emptyMb = (await worker.usage()).rssMb;
    await putPools(world, { redisUrl, poolCount });
    // One that runs already may see some of them, the next one lists every cluster; from then on watches tell.
    await untilSwept(worker, (await sweeps(worker)).count + 2);
    const before = { swept: await sweeps(worker), cpuMs: (await worker.usage()).cpuMs, ...callsOf(world) };
    await untilSwept(worker, before.swept.count + 1);
    const swept = await sweeps(worker);
    const { rssMb, cpuMs } = await worker.usage();
    const after = callsOf(world);
    const calls = after.cloud - before.cloud;
    const lists = after.lists - before.lists;
    const seconds = swept.seconds - before.swept.seconds;
    return figures({ world, poolCount, calls, lists, seconds, cpuMs: cpuMs - before.cpuMs, rssMb, emptyMb });
  } finally {
    await worker.stop();
    await world.close();
  }
}

interface Measured {
  world: World;
  poolCount: number;
  calls: number;
  lists: number;
  seconds: number;
  cpuMs: number;
  rssMb: number;
  emptyMb: number;
}

function figures({ world, poolCount, calls, lists, seconds, cpuMs, rssMb, emptyMb }: Measured): Figure[] {
  const perVpc = Map.groupBy(world.seed.vSwitches, ({ vpcId }) => vpcId);
  const pages = [...perVpc.values()].reduce((sum, found) => sum + Math.ceil(found.length / pageSize), 0);
  const what = `${poolCount} pools in ${clusterCount} clusters`;
  return [
    {
      ...{ what: `calls of a sweep over ${what}`, against: 'pages that the vSwitches need', measured: calls / pages },
      ...{
        detail: `${calls} calls, ${pages} pages; ${lists} lists of pods and nodes beside the watches; ${poolsWithWorkload} pools with nodes and pods`,
        limit: 1,
        unit: 'x',
      },
    },
    {
      ...{ what: `a sweep over ${what}`, against: 'the minute until the next one', measured: seconds * 1_000 },
      ...{ detail: `CPU of the worker in ten seconds, all of it: ${cpuMs.toFixed(0)} ms`, limit: 30_000, unit: 'ms' },
    },
    {
      ...{ what: `memory for ${what}`, against: 'the same worker without a pool', measured: rssMb - emptyMb },
      ...{
        detail: `${rssMb.toFixed(0)} MB, ${emptyMb.toFixed(0)} MB`,
        limit: poolCount === 1_000 ? 300 : 600,
        unit: 'MB',
      },
    },
  ];
}

/** Two vSwitches for each pool beside those of the clusters. */
function seedOf(poolCount: number) {
  const seed = manyClusters(clusterCount);
  const numbers = Array.from({ length: poolCount }, (_, index) => index);
  return {
    ...seed,
    vSwitches: [
      ...seed.vSwitches,
      ...numbers.flatMap((index) => poolVSwitches(index).map((one) => ({ ...one, name: one.vSwitchId }))),
    ],
  };
}

function poolVSwitches(index: number) {
  const third = Math.floor(index / clusterCount);
  const vpcId = `vpc-${index % clusterCount}`;
  return [0, 1].map((part) => ({
    ...{ vSwitchId: `vsw-pool-${index}-${part}`, vpcId, zoneId: 'cn-beijing-h' },
    cidrBlock: `10.${64 + part}.${Math.floor(third / 4)}.${(third % 4) * 64}/26`,
  }));
}

async function putPools(world: World, o: { redisUrl: string; poolCount: number }): Promise<void> {
  const redis = connectRedis({
    ...{ url: o.redisUrl, commandTimeoutMs: 30_000, waitForConnection: true, onError: () => undefined },
  });
  const store = createRedisStore({ redis, commitTries: 2, onAudit: () => undefined });
  try {
    const all = Array.from({ length: o.poolCount }, (_, index) => poolOf(world, index));
    for (const pool of all.slice(0, poolsWithWorkload)) putWorkload(world, pool);
    for (let from = 0; from < all.length; from += 500) {
      await store.commit({
        records: all.slice(from, from + 500).map((pool) => poolChange(pool, { absent: true })),
        addTo: all.slice(from, from + 500).map(({ id }) => ({ index: poolIndex, id, atMs: 1 })),
      });
    }
  } finally {
    redis.disconnect();
  }
}

function poolOf(world: World, index: number): Pool {
  const cluster = world.seed.clusters[index % clusterCount];
  if (!cluster) throw new Error('no cluster');
  return {
    ...{ id: `pool-${index}`, name: `p${index}`, state: 'ready', clusterName: cluster.name },
    ...{ clusterId: cluster.clusterId, regionId: cluster.regionId, vpcId: cluster.vpcId, expectedPods: podsPerPool },
    ...{ nodes: { min: nodesPerPool, max: nodesPerPool }, instanceTypes: ['ecs.g7.xlarge'] },
    vSwitches: poolVSwitches(index).map(({ vSwitchId, zoneId, cidrBlock }) => {
      return { vSwitchId, zoneId, cidrBlock, usableAddresses: 60, canaryIp: undefined, freeAddresses: undefined };
    }),
    ...{ configMapName: `eni-config-p${index}`, nodePoolId: `np-${index}`, namespaces: ['payments'] },
    ...{ namespacesEnforced: true, ownerGroup: undefined, requestedBy: { kind: 'system', name: 'bench' } },
    ...{ createdAtMs: 1, readyAtMs: 1, reviewAtMs: undefined, operationId: 'op-bench' },
  };
}

/** Nodes and pods as objects only: no emulated machine works for them. */
function putWorkload(world: World, pool: Pool): void {
  const cluster = world.kubernetes.cluster(pool.clusterId);
  const marker = markerLabels({ installation: 'bench', poolId: pool.id, poolName: pool.name });
  for (let node = 0; node < nodesPerPool; node += 1) {
    cluster.put(nodes, {
      ...{ apiVersion: 'v1', kind: 'Node' },
      metadata: {
        name: `${pool.id}-n${node}`,
        labels: { ...marker, 'topology.kubernetes.io/zone': 'cn-beijing-h' },
        annotations: { 'k8s.aliyun.com/max-available-ip': '45' },
      },
      spec: {},
      status: {
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
        ...{ addresses: [], capacity: {}, allocatable: { pods: '45' } },
      },
    });
  }
  for (let pod = 0; pod < podsPerPool; pod += 1) {
    cluster.put(pods, {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: `${pool.id}-${pod}`, namespace: 'payments' } },
      spec: {
        containers: [{ name: 'app', image: 'acme/app:1' }],
        nodeSelector: { 'terway-config': pool.configMapName },
        nodeName: `${pool.id}-n${pod % nodesPerPool}`,
      },
      status: { phase: 'Running', podIP: `10.64.0.${pod + 4}` },
    });
  }
}

function callsOf({ alicloud, kubernetes }: World): { cloud: number; lists: number } {
  return {
    cloud: alicloud.journal.filter(({ name }) => name === listAction).length,
    lists: kubernetes.journal.entries.filter(({ call }) => call === 'list pods' || call === 'list nodes').length,
  };
}

/** Ended sweeps, and how long all of them took, as the worker's metrics say. */
async function sweeps({ url }: ServiceUnderBench): Promise<{ count: number; seconds: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (part: string) =>
    Number(
      new RegExp(`^job_duration_seconds_${part}\\{[^}]*kind="capacity"[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0,
    );
  return { count: read('count'), seconds: read('sum') };
}

async function untilSwept(worker: ServiceUnderBench, count: number): Promise<void> {
  for (const endsAt = performance.now() + 300_000; (await sweeps(worker)).count < count; await delay(scrapeMs)) {
    if (performance.now() > endsAt) throw new Error('no sweep ended within five minutes');
  }
}
