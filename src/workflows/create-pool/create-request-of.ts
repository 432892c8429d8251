import { z } from 'zod';
import type { CreateRequest } from '../../domain/create-request.ts';
import type { Operation } from '../../domain/operation.ts';

/** The checked request that an operation was begun with. Throws ZodError when the record holds something else. */
export function createRequestOf(operation: Operation): CreateRequest {
  return requestSchema.parse(operation.input);
}

const requestSchema = z
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
