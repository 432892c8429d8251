import { z } from 'zod';
import type { ResizePlan } from '../domain/resize-plan.ts';

const range = z.object({ min: z.number(), max: z.number() });
const vSwitch = z.object({ zoneId: z.string(), vSwitchId: z.string(), cidrBlock: z.string() });

/** A resize's plan as it is kept among the facts of the step that made it. */
export const resizePlanSchema: z.ZodType<ResizePlan> = z
  .object({
    schemaVersion: z.literal(1),
    kind: z.literal('resize-pool'),
    installation: z.string(),
    poolId: z.string(),
    poolName: z.string(),
    clusterName: z.string(),
    clusterId: z.string(),
    regionId: z.string(),
    vpcId: z.string(),
    configMapName: z.string(),
    nodePoolId: z.string(),
    plugin: z.discriminatedUnion('network', [
      z.object({ network: z.literal('terway'), ipamType: z.enum(['default', 'crd']), daemonSetName: z.string() }),
      z.object({ network: z.literal('flannel') }),
    ]),
    expectedPods: z.object({ from: z.number(), to: z.number() }),
    nodes: z.object({ from: range, to: range }),
    podsPerZone: z.number(),
    maxPoolSize: z.number().optional(),
    maxPoolSizeBefore: z.number().optional(),
    isConfigChanged: z.boolean(),
    kept: z.array(vSwitch),
    added: z.array(z.object({ zoneId: z.string(), cidrBlock: z.string(), usableAddresses: z.number() })),
    insideLearned: z.array(z.string()).default([]),
    removed: z.array(vSwitch),
    grants: z.array(z.object({ grantId: z.string(), instanceId: z.string(), instanceName: z.string() })),
    canary: z.object({ image: z.string(), namespace: z.string() }),
  })
  .transform(
    (plan): ResizePlan => ({
      ...plan,
      maxPoolSize: plan.maxPoolSize,
      maxPoolSizeBefore: plan.maxPoolSizeBefore,
    }),
  );
