import { z } from 'zod';
import type { Actor } from '../domain/actor.ts';

export const actorSchema: z.ZodType<Actor> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack-user'), userId: z.string(), teamId: z.string() }),
  z.object({ kind: z.literal('system'), name: z.string() }),
  z.object({ kind: z.literal('operator'), name: z.string() }),
]);
