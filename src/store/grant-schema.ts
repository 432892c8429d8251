import { z } from 'zod';
import type { Grant, GrantInForce } from '../domain/grants/grant.ts';
import { absentAsUndefined } from './absent-as-undefined.ts';
import { durationSchema, networkTypeSchema, plannedCidrSchema } from './grant-plan-schema.ts';

export const countedSchema = z.object({ personId: z.string(), group: z.string() });

const inForceSchema: z.ZodType<GrantInForce> = z.object({
  requestId: z.string(),
  planHash: z.string(),
  cidrs: z.array(plannedCidrSchema),
  instances: z.array(z.object({ instanceId: z.string(), networkType: networkTypeSchema })),
  namespaces: z.array(z.string()),
  approvedAtMs: z.number(),
  approvers: z.array(countedSchema),
  appliedAtMs: z.number(),
});

const lastWrittenSchema = z.record(z.string(), z.array(z.string()));

/** The document of a grant; id, state and revision are the record's own. */
export const grantSchema: z.ZodType<Omit<Grant, 'id' | 'state' | 'rev'>> = z.object({
  poolId: z.string(),
  poolName: z.string(),
  clusterName: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  groupName: z.string(),
  requesters: z.array(z.string()),
  reason: z.string(),
  inForce: absentAsUndefined(inForceSchema),
  lastWritten: lastWrittenSchema,
  beforeRevision: z
    .object({
      endMs: absentAsUndefined(z.number()),
      reason: z.string(),
      wasExtendedFreely: z.boolean(),
      lastWritten: lastWrittenSchema,
    })
    .optional(),
  firstApprovedAtMs: absentAsUndefined(z.number()),
  firstDuration: durationSchema,
  endMs: absentAsUndefined(z.number()),
  wasExtendedFreely: z.boolean(),
  breakGlass: absentAsUndefined(
    z.object({
      by: z.string(),
      review: z.enum(['open', 'signed', 'rejected']),
      reviewedBy: absentAsUndefined(z.string()),
    }),
  ),
  pendingRequestId: absentAsUndefined(z.string()),
  operationId: absentAsUndefined(z.string()),
  endCause: absentAsUndefined(z.string()),
  overdueSinceMs: absentAsUndefined(z.number()),
  lastNoticeAtMs: absentAsUndefined(z.number()),
  podsAtNotice: absentAsUndefined(z.number()),
  lastReviewAtMs: absentAsUndefined(z.number()),
  reviewAsks: z.number().default(0),
  createdAtMs: z.number(),
  endedAtMs: absentAsUndefined(z.number()),
});
