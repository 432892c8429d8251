import { expect, test } from 'vitest';
import type { CapacitySample, PoolCapacity } from '../../../src/domain/capacity/pool-capacity.ts';
import { capacityWrite, readCapacities, readCapacity } from '../../../src/store/capacity-record.ts';
import { openStore } from './open-store.ts';

const zoneIds = ['cn-beijing-h', 'cn-beijing-i'];

function sample(atMs: number, used = 12): CapacitySample {
  return { atMs, zones: zoneIds.map((zoneId) => ({ zoneId, used, free: 41, room: 46 })) };
}

function pool(atMs: number): PoolCapacity {
  return {
    poolId: 'pool-1',
    atMs,
    unscheduledPods: 0,
    forecastAtMs: undefined,
    zones: zoneIds.map((zoneId) => ({
      zoneId,
      vSwitches: [{ vSwitchId: 'vsw-1', cidrBlock: '10.0.0.0/26', usableAddresses: 60, freeAddresses: 41 }],
      ...{ total: 64, usable: 60, used: 12, warm: 5, stranded: 2, free: 41, nodes: 2, waitingPods: 0 },
      ...{ isStarving: false, room: 46, morePods: 34, bitesFirst: 'address', usage: 12 / 58 },
      forecast: { kind: 'empties', earliestMs: 5, latestMs: 9 },
      state: { level: 'ok', sinceMs: 1, measuredMs: atMs, pending: undefined },
    })),
  };
}

test('a pool reads back as it was measured, with its samples in order', async () => {
  const { store } = await openStore();
  expect(await readCapacity(store, 'pool-1')).toEqual({ now: undefined, samples: [], hours: [] });

  for (const atMs of [1_795_000_000_000, 1_795_000_060_000]) {
    const document = { pool: pool(atMs), hour: sample(atMs), sampledAtMs: atMs };
    await store.writeCapacity([capacityWrite(document, { sample: sample(atMs), hour: undefined })]);
  }

  const read = await readCapacity(store, 'pool-1');
  expect(read.now).toEqual(pool(1_795_000_060_000));
  expect(read.samples).toEqual([sample(1_795_000_000_000), sample(1_795_000_060_000)]);
  expect(await readCapacities(store, ['pool-9', 'pool-1'])).toEqual([pool(1_795_000_060_000)]);
});

test('the curves of a pool stay within bounds, and cost 113 KB with two zones', async () => {
  const { store, redis } = await openStore();
  const startMs = 1_795_000_000_000;
  const write = (index: number) => {
    const document = { pool: pool(startMs), hour: undefined, sampledAtMs: startMs };
    const one = sample(startMs + index * 60_000, 300 + (index % 50));
    return capacityWrite(document, { sample: one, hour: one });
  };

  for (let batch = 0; batch < 5; batch += 1) {
    await store.writeCapacity(Array.from({ length: 1_000 }, (_, index) => write(batch * 1_000 + index)));
  }

  const [stored] = await store.readCapacity(['pool-1'], { samples: 10_000, hours: 10_000 });
  expect(stored?.samples).toHaveLength(24 * 60);
  expect(stored?.hours).toHaveLength(90 * 24);
  const keys = await redis.keys('{egress-pool}:capacity*');
  const bytes = await Promise.all(keys.map((key) => redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')));
  const total = bytes.reduce<number>((sum, one) => sum + Number(one), 0);
  console.log(`a pool with two zones takes ${total} bytes`);
  expect(total).toBeLessThan(115_000);
  expect(await Promise.all(keys.map((key) => redis.pttl(key)))).not.toContain(-1);
});
