import { z } from 'zod';

/** The channel that a form was opened from. */
export const channelIdSchema = z.string().regex(/^[CDG][A-Z0-9]{1,30}$/);

/** What a form of ours took along; undefined when what came back is not what we put there. Never throws. */
export function readMetadata<Kept>(text: string, schema: z.ZodType<Kept>): Kept | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
