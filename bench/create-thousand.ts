import { startWorld } from '../emulators/world/world.ts';
import { createPools } from './create-pools.ts';
import { clusterInFile, manyClusters } from './many-clusters.ts';
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
