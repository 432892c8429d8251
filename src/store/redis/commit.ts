import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { RetryableError } from '../../domain/errors.ts';
import type { AuditEntry, AuditRecord, Commit, CommitResult, StoredRecord } from '../store.ts';
import { keys } from './keys.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface CommitDeps {
  redis: RedisConnection;
  /** How often a commit without an answer is sent again; each repeat is answered as the first one was. */
  tries: number;
  onAudit: (record: AuditRecord) => void;
}

/** Sends a commit through the script. A commit whose answer was lost is repeated under the same token. */
export async function sendCommit(deps: CommitDeps, commit: Commit): Promise<CommitResult> {
  const audit = (commit.audit ?? []).map((entry) => hashed(entry));
  const body = JSON.stringify(wireCommit(commit, audit));
  const token = keys.answer(randomUUID());
  const text = await withRepeats(deps.tries, () =>
    deps.redis.epCommit(token, keys.due, keys.audit, keys.auditHead, body),
  );
  const answer = answerSchema.parse(JSON.parse(text));
  if (!answer.ok) return { ok: false, id: answer.id, reason: answer.reason, state: answer.state };
  for (const [index, given] of answer.audit.entries()) {
    const entry = audit[index];
    if (entry) deps.onAudit({ ...entry.source, hash: entry.hash, number: given.number, link: given.link });
  }
  return {
    ok: true,
    records: Object.fromEntries(
      answer.records.map(({ id, rev, epoch, fields }) => [
        id,
        { rev, epoch: epoch ?? 0, record: fields ? recordOf(id, fields) : undefined },
      ]),
    ),
    positions: Object.fromEntries(answer.positions.map(({ lock, position }) => [lock, position])),
    woken: answer.woken,
  };
}

/** A record out of HGETALL's flat list. */
export function recordOf(id: string, flat: string[]): StoredRecord {
  const all: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) all[flat[index] ?? ''] = flat[index + 1] ?? '';
  const { state = '', epoch = '0', rev = '0', ...fields } = all;
  return { id, state, epoch: Number(epoch), rev: Number(rev), fields };
}

/** Lua encodes an empty list as an empty object. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), z.object({}).transform((): z.output<Item>[] => [])]);

const answerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    records: list(
      z.object({
        id: z.string(),
        rev: z.number(),
        epoch: z.number().optional(),
        fields: z.array(z.string()).optional(),
      }),
    ),
    positions: list(z.object({ lock: z.string(), position: z.number() })),
    woken: list(z.string()),
    audit: list(z.object({ number: z.number(), link: z.string() })),
  }),
  z.object({
    ok: z.literal(false),
    id: z.string(),
    reason: z.enum(['absent', 'exists', 'state', 'rev', 'epoch']),
    state: z.string().optional(),
  }),
]);

interface HashedEntry {
  source: AuditEntry;
  entry: string;
  hash: string;
}

function hashed(source: AuditEntry): HashedEntry {
  const entry = canonicalJson(source);
  return { source, entry, hash: createHash('sha256').update(entry).digest('hex') };
}

function wireCommit(commit: Commit, audit: HashedEntry[]): object {
  return {
    records: commit.records.map(({ set, ...change }) => ({
      ...change,
      key: keys.record(change.id),
      set: set && Object.keys(set).length > 0 ? Object.entries(set).flat() : undefined,
      unset: change.unset && change.unset.length > 0 ? change.unset : undefined,
    })),
    join: (commit.join ?? []).map((entry) => ({ ...entry, key: keys.lock(entry.lock) })),
    leave: (commit.leave ?? []).map((entry) => ({ ...entry, key: keys.lock(entry.lock) })),
    due: (commit.due ?? []).map(({ id, atMs }) => ({ id, at: atMs ?? undefined })),
    addTo: (commit.addTo ?? []).map((entry) => ({ ...entry, key: keys.index(entry.index) })),
    removeFrom: (commit.removeFrom ?? []).map((entry) => ({ ...entry, key: keys.index(entry.index) })),
    audit: audit.map(({ entry, hash }) => ({ entry, hash })),
  };
}

async function withRepeats(tries: number, send: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (cause) {
      if (attempt < tries) continue;
      throw new RetryableError({
        code: 'STORE_UNAVAILABLE',
        publicText: 'Redis did not answer in time, so it is not known whether the change was taken.',
        cause,
      });
    }
  }
}
