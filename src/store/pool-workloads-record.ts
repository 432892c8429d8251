import { z } from 'zod';
import type { PoolWorkloads } from '../domain/capacity/pool-workloads.ts';
import type { Store } from './store.ts';

/** Who ran in a pool when that was written down last, at most a few minutes ago; undefined before the first time. */
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
      usesHost: z.boolean().optional(),
      isBlanket: z.boolean().optional(),
      otherNetwork: z.string().optional(),
      onNode: z.boolean().optional(),
    }),
  ),
  morePods: z.number(),
});
