import { startWorld } from '../emulators/world/world.ts';
import { criticalPathMs } from './create-one.ts';
import { createPools } from './create-pools.ts';
import type { Row } from './row.ts';
import { startServiceUnderBench } from './service-under-bench.ts';

const count = 10;

/** Ten creates at the same moment in one VPC, where vSwitches are made one after the other. */
export const createTen: Row = {
  name: 'create-ten',
  async measure({ scale, freshRedisUrl }) {
    const world = await startWorld({ scale });
    const redisUrl = freshRedisUrl();
    const worker = await startServiceUnderBench({ world, redisUrl, role: 'worker' });
    try {
      const pools = Array.from({ length: count }, (_, index) => ({
        name: `pool-${index}`,
        cluster: index % 2 === 0 ? 'prod' : 'staging',
        zones: 'cn-beijing-h',
      }));
      const took = scale * (await createPools({ world, redisUrl, pools }));
      const least = criticalPathMs(world, count);
      return [
        {
          what: 'ten creates at once in one VPC, two clusters',
          against: 'the serial minimum',
          measured: took / least,
          detail: `${(took / 1_000).toFixed(0)} s of domain time, ${(least / 1_000).toFixed(0)} s cannot be saved`,
          limit: 1.1,
          unit: 'x',
        },
      ];
    } finally {
      await worker.stop();
      await world.close();
    }
  },
};
