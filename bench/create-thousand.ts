import type { AlicloudSeed } from '../emulators/alicloud/alicloud-seed.ts';
import { demoSeed } from '../emulators/alicloud/seed.ts';
import { startWorld } from '../emulators/world/world.ts';
import { createPools } from './create-pools.ts';
import type { BenchOptions, Row } from './row.ts';
import { startServiceUnderBench } from './service-under-bench.ts';

/** As many creates at once as clusters, each in a VPC of its own, on one worker; a tenth of them unless all is asked for. */
export const createThousand: Row = {
  name: 'create-thousand',
  async measure(options) {
    const count = options.full ? 1_000 : 100;
    const one = await createIn(options, 1);
    const many = await createIn(options, count);
    return [
      {
        what: `${count} creates in ${count} clusters on one worker`,
        against: 'one create',
        measured: many.tookMs / one.tookMs,
        detail: `${(many.tookMs / 1_000).toFixed(1)} s, one ${(one.tookMs / 1_000).toFixed(1)} s of wall clock; worker CPU ${(many.cpuMs / count).toFixed(0)} ms a create`,
        limit: 1.2,
        unit: 'x',
      },
      {
        what: `memory of the worker after ${count} creates`,
        against: 'the same worker after one create, its SDKs loaded',
        measured: many.rssMb - one.rssMb,
        detail: `${many.rssMb.toFixed(0)} MB, ${one.rssMb.toFixed(0)} MB`,
        limit: 150,
        unit: 'MB',
      },
    ];
  },
};

async function createIn({ scale, freshRedisUrl }: BenchOptions, count: number) {
  const world = await startWorld({ scale, seed: manyClusters(count) });
  const redisUrl = freshRedisUrl();
  const file = { clusters: world.seed.clusters.map(clusterInFile) };
  const worker = await startServiceUnderBench({ world, redisUrl, role: 'worker', file });
  try {
    const pools = world.seed.clusters.map(({ name }) => ({
      name: `pool-${name}`,
      cluster: name,
      zones: 'cn-beijing-h',
    }));
    const before = await worker.usage();
    const tookMs = await createPools({ world, redisUrl, pools });
    const { cpuMs, rssMb } = await worker.usage();
    return { tookMs, rssMb, cpuMs: cpuMs - before.cpuMs };
  } finally {
    await worker.stop();
    await world.close();
  }
}

function clusterInFile({ name, clusterId, regionId }: AlicloudSeed['clusters'][number]) {
  const nodePool = { instanceTypes: ['ecs.g7.xlarge'], nodes: 2 };
  return { ...{ name, id: clusterId, region: regionId, kubernetes: { context: name }, nodePool } };
}

/** Terway clusters, each alone in a VPC with one vSwitch for nodes and one for pods. */
function manyClusters(count: number): AlicloudSeed {
  const demo = demoSeed();
  const numbers = Array.from({ length: count }, (_, index) => index);
  const regionId = 'cn-beijing';
  const vSwitch = (index: number, kind: string, cidrBlock: string) => ({
    vSwitchId: `vsw-${kind}-${index}`,
    ...{ vpcId: `vpc-${index}`, zoneId: 'cn-beijing-h', cidrBlock, name: `c${index}-${kind}-h` },
  });
  return {
    ...demo,
    vpcs: numbers.map((index) => ({
      ...{ vpcId: `vpc-${index}`, regionId, name: `c${index}`, cidrBlock: '10.0.0.0/8', routeTableId: `vtb-${index}` },
    })),
    vSwitches: numbers.flatMap((index) => [
      vSwitch(index, 'nodes', '10.0.0.0/20'),
      vSwitch(index, 'pods', '10.1.0.0/18'),
    ]),
    clusters: numbers.map((index) => ({
      ...{ clusterId: `c${String(index).padStart(32, '0')}`, name: `c${index}`, regionId, vpcId: `vpc-${index}` },
      ...{ network: 'terway' as const, serviceCidr: '172.21.0.0/20', securityGroupId: `sg-${index}` },
      vswitchIds: [`vsw-nodes-${index}`],
      nodePool: {
        nodePoolId: `np${String(index).padStart(32, '0')}`,
        vswitchIds: [`vsw-nodes-${index}`],
        ...{ instanceTypes: ['ecs.g7.xlarge'], nodes: 1 },
      },
    })),
    rdsInstances: [],
  };
}
