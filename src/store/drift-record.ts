import { z } from 'zod';
import type { DriftFinding } from '../domain/grants/find-drift.ts';
import { absentAsUndefined } from './absent-as-undefined.ts';
import type { RecordChange, StoredRecord } from './store.ts';

/** The record of what was found in whitelists; its row in `due` makes one worker of all look again. */
export const driftRecordId = 'drift';

/** A finding that people are told of once, and told again when it is gone. */
export interface KnownFinding {
  /** `op-...`: of the first operation that clears it up, where one does. */
  id: string;
  /** Of the operation that clears it up now, since the one before was stopped. */
  operationId?: string | undefined;
  finding: DriftFinding;
  foundAtMs: number;
  goneAtMs: number | undefined;
}

export interface Drift {
  /** When every whitelist in the regions in scope was last looked over; undefined before the first time. */
  lookedAtMs: number | undefined;
  /** Oldest first; those that are gone are kept for a while. */
  findings: KnownFinding[];
}

/** The operation that clears a finding up, once it is begun. */
export function clearingOf({ id, operationId = id }: KnownFinding): string {
  return operationId;
}

/** What was found last; nothing before the first look. */
export function driftOf(record: StoredRecord | undefined): Drift {
  const { lookedAtMs, found } = record?.fields ?? {};
  return {
    lookedAtMs: lookedAtMs ? Number(lookedAtMs) : undefined,
    findings: findingsSchema.parse(JSON.parse(found ?? '[]')),
  };
}

/** The change that writes it, if nobody has begun another look since. */
export function driftChange(drift: Drift, epoch: number): RecordChange {
  const isOpen = drift.findings.some(({ goneAtMs }) => goneAtMs === undefined);
  return {
    id: driftRecordId,
    expect: { epoch },
    state: isOpen ? 'found' : 'none',
    set: { found: JSON.stringify(drift.findings), lookedAtMs: String(drift.lookedAtMs ?? 0) },
  };
}

const findingSchema: z.ZodType<DriftFinding> = z.object({
  kind: z.enum(['missing', 'unknown', 'left-over', 'unrecorded']),
  instanceId: z.string(),
  primaryInstanceId: z.string(),
  regionId: z.string(),
  group: z.string(),
  pool: absentAsUndefined(z.object({ id: z.string(), name: z.string() })),
  grantId: absentAsUndefined(z.string()),
  entries: z.array(z.string()),
});

const findingsSchema: z.ZodType<KnownFinding[]> = z.array(
  z.object({
    id: z.string(),
    operationId: z.string().optional(),
    finding: findingSchema,
    foundAtMs: z.number(),
    goneAtMs: absentAsUndefined(z.number()),
  }),
);
