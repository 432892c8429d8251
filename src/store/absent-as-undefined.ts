import type { z } from 'zod';

/** A member that may be missing in the kept JSON and is then undefined. */
export function absentAsUndefined<Value>(schema: z.ZodType<Value>) {
  return schema.optional().transform((value): Value | undefined => value);
}
