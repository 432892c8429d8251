import { z } from 'zod';
import type { CreateRequest } from '../domain/create-request.ts';

/** A checked request for a pool, as operations and requests keep it; what else stands beside it is left out. */
export const createRequestSchema: z.ZodType<CreateRequest> = z
  .object({
    name: z.string(),
    clusterName: z.string(),
    expectedPods: z.number(),
    zones: z.array(z.string()).optional(),
    nodes: z.object({ min: z.number(), max: z.number() }).optional(),
    instanceTypes: z.array(z.string()).optional(),
    namespaces: z.array(z.string()),
    ownerGroup: z.string().optional(),
    ttlMs: z.number().optional(),
    dryRun: z.boolean(),
  })
  .transform(
    (request): CreateRequest => ({
      ...request,
      zones: request.zones,
      nodes: request.nodes,
      instanceTypes: request.instanceTypes,
      ownerGroup: request.ownerGroup,
      ttlMs: request.ttlMs,
    }),
  );
