import { startWorld, type World } from '../emulators/world/world.ts';
import { createPools } from './create-pools.ts';
import type { Figure, Row } from './row.ts';
import { startServiceUnderBench } from './service-under-bench.ts';

/** A pool of two zones from the request to ready: time and calls. */
export const createOne: Row = {
  name: 'create-one',
  async measure({ scale, freshRedisUrl }) {
    const world = await startWorld({ scale });
    const redisUrl = freshRedisUrl();
    const worker = await startServiceUnderBench({ world, redisUrl, role: 'worker' });
    try {
      const zones = 'cn-beijing-h,cn-beijing-g';
      // The first create loads the SDKs, which a worker does once in its life.
      await createPools({ world, redisUrl, pools: [{ name: 'warm-up', cluster: 'prod', zones }] });
      const before = world.alicloud.journal.length;
      const tookMs = await createPools({ world, redisUrl, pools: [{ name: 'payments', cluster: 'prod', zones }] });
      return [timeFigure({ world, tookMs }), ...callFigures(world.alicloud.journal.slice(before), tookMs / 1_000)];
    } finally {
      await worker.stop();
      await world.close();
    }
  },
};

/** Domain time that nobody can save: vSwitches one after the other, machines, nodes, a canary pod. */
export function criticalPathMs({ alicloud, kubernetes }: World, vSwitches: number): number {
  const { nodeReadyMs, podRunningMs } = kubernetes.criticalPath();
  return alicloud.criticalPath({ vSwitches }).totalMs + nodeReadyMs + podRunningMs;
}

function timeFigure({ world, tookMs }: { world: World; tookMs: number }): Figure {
  const least = criticalPathMs(world, 2);
  const took = tookMs * world.scale;
  return {
    what: 'time to a ready pool of two zones',
    against: "the emulator's critical path",
    measured: took / least,
    detail: `${(took / 1_000).toFixed(0)} s of domain time, ${(least / 1_000).toFixed(0)} s cannot be saved`,
    limit: 1.08,
    unit: 'x',
  };
}

/** What a create of two zones must ask and change, once each, however it is written. */
const minimumCalls: Record<string, number> = {
  'cs:DescribeClusterDetail': 1,
  'cs:ListClusterAddonInstances': 1,
  'cs:DescribeUserQuota': 1,
  'cs:DescribeClusterNodePools': 1,
  'cs:CreateClusterNodePool': 1,
  'cs:ModifyClusterNodePool': 1,
  'cs:DescribeClusterNodes': 1,
  'vpc:DescribeVpcAttribute': 1,
  'vpc:DescribeVSwitches': 1,
  'vpc:DescribeRouteTableList': 1,
  'vpc:DescribeRouteEntryList': 1,
  'vpc:ListVSwitchCidrReservations': 1,
  'vpc:DescribeNatGateways': 1,
  'vpc:DescribeSnatTableEntries': 1,
  'vpc:CreateVSwitch': 2,
  'vpc:DescribeVSwitchAttributes': 2,
  'ecs:DescribeInstanceTypes': 1,
  'ecs:DescribeAvailableResource': 2,
  'ecs:DescribeInstances': 1,
  'ecs:DescribeNetworkInterfaces': 1,
};

function callFigures(calls: World['alicloud']['journal'], seconds: number): Figure[] {
  // A status poll asks again what was asked before, word for word.
  const seen = new Set<string>();
  const first = calls.filter(({ name, parameters }) => {
    const key = `${name} ${JSON.stringify(parameters)}`;
    return seen.size !== seen.add(key).size;
  });
  const polls = calls.length - first.length;
  const minimum = Object.values(minimumCalls).reduce((sum, count) => sum + count, 0);
  return [
    {
      what: 'API calls of a create in two zones, status polls aside',
      against: 'the counted minimum (bench/create-one.ts)',
      measured: first.length / minimum,
      detail: `${first.length} calls, ${minimum} at least; most: ${mostOften(first.map(({ name }) => name))}`,
      limit: 1.3,
      unit: 'x',
    },
    {
      what: 'status polls of a create in two zones',
      against: 'a fixed number',
      measured: polls,
      detail: `${(polls / seconds).toFixed(1)} a wall-clock second; most: ${mostOften(calls.map(({ name }) => name))}`,
      limit: 200,
      unit: '',
    },
  ];
}

function mostOften(names: string[]): string {
  const counts = Object.entries(Object.groupBy(names, (name) => name)).map(([name, all]) => [name, all?.length ?? 0]);
  const sorted = counts.sort(([, left], [, right]) => Number(right) - Number(left));
  return sorted
    .slice(0, 6)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
