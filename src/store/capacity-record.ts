import { z } from 'zod';
import type { CapacitySample, PoolCapacity } from '../domain/capacity/pool-capacity.ts';
import { measuredZoneSchema } from './capacity-schema.ts';
import { sampleOfText, sampleText } from './sample-text.ts';
import type { CapacityWrite, Store, StoredCapacity } from './store.ts';

/** What is known of a pool's capacity. Empty before the first measurement. */
export interface CapacityHistory {
  now: PoolCapacity | undefined;
  /** One a minute of domain time at most, of the last day, oldest first. */
  samples: CapacitySample[];
  /** The worst of each hour, of the last ninety days; empty when not asked for. */
  hours: CapacitySample[];
}

/** What the next measurement must know of the last ones beside them. */
interface Carried {
  /** The worst of the hour that runs. */
  hour: CapacitySample | undefined;
  /** Of the last sample that was kept. */
  sampledAtMs: number | undefined;
}

export interface CapacityDocument extends Carried {
  pool: PoolCapacity;
}

const everything = 10_000;

/** The last measurement of a pool and its samples of the last day. */
export async function readCapacity(store: Pick<Store, 'readCapacity'>, poolId: string): Promise<CapacityHistory> {
  const [found] = await store.readCapacity([poolId], { samples: everything, hours: 0 });
  return found ? historyOf(found) : { now: undefined, samples: [], hours: [] };
}

/** The last measurements of many pools, without their samples; pools that were never measured are left out. */
export async function readCapacities(
  store: Pick<Store, 'readCapacity'>,
  poolIds: readonly string[],
): Promise<PoolCapacity[]> {
  const found = await store.readCapacity(poolIds, { samples: 0, hours: 0 });
  return found.flatMap(({ now }) => (now === undefined ? [] : [documentOf(now).pool]));
}

export function historyOf({ now: text, samples, hours }: StoredCapacity): CapacityHistory {
  const now = text === undefined ? undefined : documentOf(text).pool;
  const zoneIds = now?.zones.map(({ zoneId }) => zoneId) ?? [];
  const read = (lines: string[]) => lines.map((line) => sampleOfText(line, zoneIds));
  return { now, samples: read(samples), hours: read(hours) };
}

export function documentOf(text: string): CapacityDocument {
  return documentSchema.parse(JSON.parse(text));
}

export function capacityWrite(
  document: CapacityDocument,
  kept: { sample: CapacitySample | undefined; hour: CapacitySample | undefined },
): CapacityWrite {
  return {
    poolId: document.pool.poolId,
    now: JSON.stringify(document),
    sample: kept.sample && sampleText(kept.sample),
    hour: kept.hour && sampleText(kept.hour),
  };
}

const sampleSchema = z.object({
  atMs: z.number(),
  zones: z.array(z.object({ zoneId: z.string(), used: z.number(), free: z.number(), room: z.number() })),
});

const documentSchema = z
  .object({
    pool: z
      .object({
        poolId: z.string(),
        atMs: z.number(),
        zones: z.array(measuredZoneSchema),
        unscheduledPods: z.number(),
        forecastAtMs: z.number().optional(),
      })
      .transform((pool) => ({ ...pool, forecastAtMs: pool.forecastAtMs })),
    hour: sampleSchema.optional(),
    sampledAtMs: z.number().optional(),
  })
  .transform((document) => ({ ...document, hour: document.hour, sampledAtMs: document.sampledAtMs }));
