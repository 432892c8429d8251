import { z } from 'zod';
import type { Inventory } from '../domain/inventory.ts';

const inventorySchema = z.object({
  refreshedAtMs: z.number(),
  databases: z
    .array(
      z
        .object({
          instanceId: z.string(),
          name: z.string(),
          regionId: z.string(),
          vpcId: z.string(),
          engine: z.string(),
          status: z.string(),
          isReplica: z.boolean(),
          primaryInstanceId: z.string().optional(),
          tags: z.record(z.string(), z.string()).optional(),
        })
        .transform((database) => ({ ...database, tags: database.tags })),
    )
    .optional(),
  clusters: z.array(
    z
      .object({
        name: z.string(),
        clusterId: z.string(),
        regionId: z.string(),
        vpcId: z.string(),
        network: z.enum(['terway', 'flannel']),
        problem: z.string().optional(),
        zones: z.array(z.object({ zoneId: z.string(), nodeVSwitchId: z.string() })),
        instanceTypes: z.array(z.object({ id: z.string(), pods: z.number() })),
        defaultInstanceTypes: z.array(z.string()),
        space: z
          .object({ vpcCidrs: z.array(z.string()), poolCidrs: z.array(z.string()), taken: z.array(z.string()) })
          .optional(),
      })
      .transform((cluster) => ({ ...cluster, problem: cluster.problem })),
  ),
});

/** The inventory as it is kept; undefined for what an older release wrote. */
export function inventoryOf(json: string | undefined): Inventory | undefined {
  if (json === undefined) return undefined;
  const parsed = inventorySchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : undefined;
}
