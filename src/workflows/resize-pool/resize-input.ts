import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';

const schema = z
  .object({
    expectedPods: z.number(),
    nodes: z.object({ min: z.number(), max: z.number() }).optional(),
    planHash: z.string().optional(),
  })
  // `planHash`: of the plan that somebody was shown and has confirmed.
  .transform(({ expectedPods, nodes, planHash }) => ({ expectedPods, nodes, planHash }));

/** The checked request that a resize was begun with. Throws ZodError when the record holds something else. */
export function resizeInputOf(operation: Operation) {
  return schema.parse(operation.input);
}
