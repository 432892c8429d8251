import { z } from 'zod';
import type { AuditRecord } from '../store.ts';
import { keys } from './keys.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Strict: a member that was added by hand must not go unnoticed. */
const entrySchema = z.strictObject({
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
  return (await redis.xrange(keys.audit, `${query.after}-1`, '+', 'COUNT', query.limit)).map(recordOf);
}

/** The same from the other end. */
export async function readAuditBack(
  redis: RedisConnection,
  query: { upTo: number; limit: number },
): Promise<AuditRecord[]> {
  return (await redis.xrevrange(keys.audit, `${query.upTo}-0`, '-', 'COUNT', query.limit)).map(recordOf);
}

/** The head as the commit script keeps it, beside the entries. */
export async function readAuditHead(redis: RedisConnection): Promise<{ number: number; link: string }> {
  const [number, link] = await redis.hmget(keys.auditHead, 'number', 'link');
  return { number: Number(number ?? 0), link: link ?? '' };
}

function recordOf([streamId, flat]: [id: string, fields: string[]]): AuditRecord {
  const [, entry = '', , hash = '', , link = ''] = flat;
  return { ...entryOf(entry), number: Number(streamId.split('-')[0]), hash, link };
}

/** Text that somebody damaged is answered as it stands, so that a check of the log can name its number. */
function entryOf(text: string): z.output<typeof entrySchema> {
  const unreadable = { what: 'unreadable', subject: '', actor: '', atMs: 0, details: { text } };
  try {
    return entrySchema.safeParse(JSON.parse(text)).data ?? unreadable;
  } catch {
    return unreadable;
  }
}
