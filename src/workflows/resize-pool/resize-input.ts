import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';

const schema = z
  .object({ expectedPods: z.number(), nodes: z.object({ min: z.number(), max: z.number() }).optional() })
  .transform(({ expectedPods, nodes }) => ({ expectedPods, nodes }));

/** The checked request that a resize was begun with. Throws ZodError when the record holds something else. */
export function resizeInputOf(operation: Operation) {
  return schema.parse(operation.input);
}
