import { z } from 'zod';
import type { PoolTarget } from '../pool-steps/pool-target.ts';

/** A pool target as it is kept among a step's facts. */
export const poolTargetSchema: z.ZodType<PoolTarget> = z.object({
  marker: z.object({ installation: z.string(), poolId: z.string(), poolName: z.string() }),
  clusterName: z.string(),
  clusterId: z.string(),
  configMapName: z.string(),
  plugin: z.discriminatedUnion('network', [
    z.object({ network: z.literal('terway'), daemonSetName: z.string() }),
    z.object({ network: z.literal('flannel') }),
  ]),
  vSwitches: z.array(z.object({ zoneId: z.string(), cidrBlock: z.string(), vSwitchId: z.string() })),
  nodes: z.number(),
  canary: z.object({ image: z.string(), namespace: z.string() }),
});
