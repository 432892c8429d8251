import { z } from 'zod';
import type { PoolWorkloads } from '../domain/capacity/pool-workloads.ts';
import type { Store } from './store.ts';

/** Who ran in a pool when it was measured last with little room; undefined when it had room enough all the time. */
export async function readPoolWorkloads(
  store: Pick<Store, 'readCapacityPods'>,
  poolId: string,
): Promise<PoolWorkloads | undefined> {
  const text = await store.readCapacityPods(poolId);
  return text === undefined ? undefined : workloadsSchema.parse(JSON.parse(text));
}

export const workloadsSchema: z.ZodType<PoolWorkloads> = z.object({
  atMs: z.number(),
  workloads: z.array(
    z.object({
      namespace: z.string(),
      kind: z.string(),
      name: z.string(),
      pods: z.number(),
      waiting: z.number(),
      podNames: z.array(z.string()),
    }),
  ),
  morePods: z.number(),
});
