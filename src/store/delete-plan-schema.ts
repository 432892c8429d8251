import { z } from 'zod';
import type { DeletePlan } from '../domain/delete-plan.ts';
import { workloadsSchema } from './pool-workloads-record.ts';

/** What kept a pool from being deleted, also as the step that found it has noted it. */
export const inTheWaySchema: z.ZodType<DeletePlan['inTheWay']> = z.object({
  grants: z.array(z.object({ grantId: z.string(), instanceId: z.string() })),
  pods: workloadsSchema,
});

/** The plan of a deletion as it is kept among the facts of the step that made it. */
export const deletePlanSchema: z.ZodType<DeletePlan> = z
  .object({
    schemaVersion: z.literal(1),
    kind: z.literal('delete-pool'),
    installation: z.string(),
    poolId: z.string(),
    poolName: z.string(),
    clusterName: z.string(),
    clusterId: z.string(),
    regionId: z.string(),
    vpcId: z.string(),
    network: z.enum(['terway', 'flannel']).optional(),
    configMapName: z.string(),
    nodePoolId: z.string().optional(),
    vSwitches: z.array(z.object({ zoneId: z.string(), vSwitchId: z.string(), cidrBlock: z.string() })),
    nodes: z.array(z.string()),
    strays: z.array(z.string()),
    requestIds: z.array(z.string()),
    inTheWay: inTheWaySchema,
    holders: z.array(z.object({ instanceId: z.string(), group: z.string(), entry: z.string() })),
  })
  .transform((plan): DeletePlan => ({ ...plan, network: plan.network, nodePoolId: plan.nodePoolId }));
