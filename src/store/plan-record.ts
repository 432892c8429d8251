import { z } from 'zod';
import type { CreatePlan, HashedPlan, PlannedZone } from '../domain/create-plan.ts';
import { networkPluginSchema } from './network-plugin-schema.ts';

export const plannedZoneSchema: z.ZodType<PlannedZone> = z
  .object({
    zoneId: z.string(),
    cidrBlock: z.string(),
    usableAddresses: z.number(),
    expectedPods: z.number(),
    nodeVSwitchId: z.string().optional(),
  })
  .transform((zone) => ({ ...zone, nodeVSwitchId: zone.nodeVSwitchId }));

const planSchema: z.ZodType<CreatePlan> = z
  .object({
    schemaVersion: z.literal(1),
    kind: z.literal('create-pool'),
    installation: z.string(),
    poolId: z.string(),
    poolName: z.string(),
    clusterName: z.string(),
    clusterId: z.string(),
    regionId: z.string(),
    vpcId: z.string(),
    plugin: networkPluginSchema,
    securityGroupId: z.string().optional(),
    zones: z.array(plannedZoneSchema),
    nodes: z.object({ min: z.number(), max: z.number() }),
    instanceTypes: z.array(z.string()),
    systemDiskGib: z.number(),
    podsPerNode: z.number(),
    maxPoolSize: z.number().optional(),
    expectedPods: z.number(),
    podsThatFit: z.number(),
    configMapName: z.string(),
    nodePoolName: z.string(),
    canary: z.object({ image: z.string(), namespace: z.string() }),
    warnings: z.array(z.object({ code: z.enum(planWarningCodes()), text: z.string() })),
  })
  .transform((plan): CreatePlan => ({ ...plan, securityGroupId: plan.securityGroupId, maxPoolSize: plan.maxPoolSize }));

/** A plan as it is kept in an operation's record. */
export const hashedPlanSchema: z.ZodType<HashedPlan> = z.object({ plan: planSchema, hash: z.string() });

function planWarningCodes() {
  return [
    'NODE_ADDRESSES',
    'POD_NETWORKING',
    'NO_SNAT',
    'SNAT_UNKNOWN',
    'DAEMON_SET_ADDRESSES',
    'DAEMON_SET_EVICTED',
    'ROUTE',
    'FEW_ZONES',
    'NO_NAMESPACES',
  ] as const;
}
