import { z } from 'zod';
import type { AuditRecord } from '../store.ts';
import { keys } from './keys.ts';
import type { RedisConnection } from './redis-connection.ts';

const entrySchema = z.object({
  what: z.string(),
  subject: z.string(),
  actor: z.string(),
  atMs: z.number(),
  details: z.record(z.string(), z.unknown()),
});

/** Reads the audit stream by number; a number missing in the answer is missing in the log. */
export async function readAudit(
  redis: RedisConnection,
  query: { after: number; limit: number },
): Promise<AuditRecord[]> {
  const rows = await redis.xrange(keys.audit, `${query.after + 1}-0`, '+', 'COUNT', query.limit);
  return rows.map(([streamId, flat]) => {
    const [, entry = '{}', , hash = '', , link = ''] = flat;
    return { ...entrySchema.parse(JSON.parse(entry)), number: Number(streamId.split('-')[0]), hash, link };
  });
}
