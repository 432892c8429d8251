import { z } from 'zod';
import type { AdoptPlan } from '../domain/adopt-plan.ts';

/** The plan of an adoption as it is kept among the facts of the step that made it. */
export const adoptPlanSchema: z.ZodType<AdoptPlan> = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('adopt-nodes'),
  installation: z.string(),
  poolId: z.string(),
  poolName: z.string(),
  clusterName: z.string(),
  clusterId: z.string(),
  nodePoolId: z.string(),
  configMapName: z.string(),
  terwayDaemonSet: z.string(),
  vSwitches: z.array(z.object({ zoneId: z.string(), vSwitchId: z.string(), cidrBlock: z.string() })),
  canary: z.object({ image: z.string(), namespace: z.string() }),
  nodes: z.array(
    z.object({
      nodeName: z.string(),
      instanceId: z.string(),
      zoneId: z.string(),
      source: z.object({ nodePoolId: z.string(), name: z.string() }),
      wasCordoned: z.boolean(),
      pods: z.number(),
    }),
  ),
});
