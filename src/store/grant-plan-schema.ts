import { z } from 'zod';
import type { HashedGrantPlan } from '../domain/grants/grant.ts';
import type { GrantDuration } from '../domain/grants/grant-duration.ts';
import type { GrantPlan, PlannedCidr, PlannedInstance } from '../domain/grants/grant-plan.ts';

export const durationSchema: z.ZodType<GrantDuration> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('limited'), durationMs: z.number() }),
  z.object({ kind: z.literal('standing') }),
]);

export const grantPlanKindSchema = z.enum([
  'first-grant',
  'extension',
  'added-cidr',
  'namespaces',
  'break-glass',
  'repair',
]);

export const networkTypeSchema = z.enum(['MIX', 'VPC']);

export const plannedCidrSchema: z.ZodType<PlannedCidr> = z.object({ cidr: z.string(), vSwitchId: z.string() });

const plannedInstanceSchema: z.ZodType<PlannedInstance> = z.object({
  instanceId: z.string(),
  group: z.object({ name: z.string(), networkType: networkTypeSchema }),
  description: z.string(),
  engine: z.string(),
  status: z.string(),
  entriesBefore: z.array(z.string()),
  entriesAfter: z.array(z.string()),
  otherGroups: z.array(z.object({ name: z.string(), entries: z.number() })),
});

const grantPlanSchema: z.ZodType<GrantPlan> = z.object({
  schemaVersion: z.number(),
  kind: grantPlanKindSchema,
  installation: z.string(),
  poolId: z.string(),
  clusterId: z.string(),
  primary: plannedInstanceSchema,
  replicas: z.array(plannedInstanceSchema),
  addedCidrs: z.array(plannedCidrSchema),
  totalCidrs: z.array(plannedCidrSchema),
  namespaces: z.array(z.string()),
  areNamespacesEnforced: z.boolean(),
  duration: durationSchema,
  describes: z.object({
    poolName: z.string(),
    clusterName: z.string(),
    poolState: z.string(),
    plannedAtMs: z.number(),
    admittedAddresses: z.number(),
    blanketTolerations: z.array(z.string()),
    warnings: z.array(z.string()),
  }),
});

export const hashedGrantPlanSchema: z.ZodType<HashedGrantPlan> = z.object({ plan: grantPlanSchema, hash: z.string() });
