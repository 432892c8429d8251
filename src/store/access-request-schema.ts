import { z } from 'zod';
import type { AccessRequest, Click, Confirmation, Lapse, RequestRule } from '../domain/grants/access-request.ts';
import { absentAsUndefined } from './absent-as-undefined.ts';
import { actorSchema } from './actor-schema.ts';
import { createRequestSchema } from './create-request-schema.ts';
import { durationSchema, grantPlanKindSchema, hashedGrantPlanSchema } from './grant-plan-schema.ts';
import { countedSchema } from './grant-schema.ts';
import { hashedPlanSchema } from './plan-record.ts';

export const clickSchema: z.ZodType<Click> = z.object({
  id: z.string(),
  personId: z.string(),
  round: z.number(),
  verdict: z.enum(['approve', 'deny', 'sign', 'reject']),
  reason: absentAsUndefined(z.string()),
  atMs: z.number(),
});

const ruleSchema: z.ZodType<RequestRule> = z.object({
  match: z.object({
    tags: z.record(z.string(), z.string()).optional(),
    ids: z.array(z.string()).optional(),
    clusters: z.array(z.string()).optional(),
    forAtMostMs: z.number().optional(),
  }),
  require: z.array(z.object({ group: z.string(), min: z.number() })),
  autoApprove: z.boolean(),
  enforceNamespaces: z.boolean(),
  crossVpc: z.boolean(),
  standing: z.object({ reviewEveryMs: z.number() }).optional(),
  breakGlass: z.object({ by: z.array(z.string()), maxGrantMs: z.number() }).optional(),
  escalateTo: z.string().optional(),
  extendOnceFreely: z.boolean().optional(),
  because: z.string(),
  policyVersion: z.string(),
});

const membershipsSchema = z.record(z.string(), z.union([z.array(z.string()), z.literal('unknown')]));

const standingSchema = z.enum(['counts', 'deactivated', 'guest', 'external', 'unknown']);

const lapseSchema: z.ZodType<Lapse> = z.object({
  personId: z.string(),
  because: z.enum([
    ...(['requester', 'not-in-group', 'not-in-group-when-opened', 'unreadable'] as const),
    ...(['deactivated', 'guest', 'external'] as const),
  ]),
});

const confirmationSchema: z.ZodType<Confirmation> = z.object({
  round: z.number(),
  operationId: z.string(),
  askedAtMs: z.number(),
  given: absentAsUndefined(
    z.object({
      atMs: z.number(),
      memberships: membershipsSchema,
      standings: z.record(z.string(), standingSchema),
    }),
  ),
  refused: z.array(lapseSchema).optional(),
});

/** The document of a request; id, state and revision are the record's own, clicks are fields beside it. */
export const accessRequestSchema: z.ZodType<Omit<AccessRequest, 'id' | 'state' | 'rev' | 'clicks'>> = z.object({
  kind: z.union([grantPlanKindSchema, z.literal('new-pool')]),
  grantId: z.string(),
  poolId: z.string(),
  poolName: z.string(),
  clusterName: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  requestedBy: actorSchema,
  requesters: z.array(z.string()),
  reason: z.string(),
  duration: durationSchema,
  namespaceChange: z
    .object({ add: z.array(z.string()), remove: z.array(z.string()), operationId: z.string() })
    .optional(),
  newPool: z.object({ asked: createRequestSchema, planned: absentAsUndefined(hashedPlanSchema) }).optional(),
  announcement: z.object({ channelId: z.string(), userId: z.string() }),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  round: z.number(),
  plan: absentAsUndefined(hashedGrantPlanSchema),
  difference: z.array(z.string()),
  rule: absentAsUndefined(ruleSchema),
  opened: absentAsUndefined(z.object({ atMs: z.number(), memberships: membershipsSchema })),
  decisions: z.array(z.object({ personId: z.string(), verdict: z.enum(['approve', 'deny']), atMs: z.number() })),
  approved: absentAsUndefined(
    z.object({ atMs: z.number(), counted: z.array(countedSchema), endMs: absentAsUndefined(z.number()) }),
  ),
  confirmation: confirmationSchema.optional(),
  lapsed: z.array(lapseSchema).optional(),
  outcome: absentAsUndefined(z.object({ by: z.string(), text: z.string(), atMs: z.number() })),
  lastReminderAtMs: absentAsUndefined(z.number()),
  operationId: absentAsUndefined(z.string()),
});
