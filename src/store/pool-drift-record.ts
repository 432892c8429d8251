import { z } from 'zod';
import type { PoolFindings } from '../domain/pool-drift/next-findings.ts';
import { poolFindingKinds } from '../domain/pool-drift/pool-finding.ts';
import { absentAsUndefined } from './absent-as-undefined.ts';
import type { RecordChange, StoredRecord } from './store.ts';

/** The id under which all pools are looked over; its row in `due` makes one worker of all do that. */
export const poolDriftSweepId = 'pool-drift';

const prefix = 'drift-';

/** The record of what was found about a pool. */
export function poolDriftRecordId(poolId: string): string {
  return `${prefix}${poolId}`;
}

/** The pool whose findings a record is about; undefined for other ids. */
export function poolOfDrift(id: string): string | undefined {
  return id.startsWith(`${prefix}pool-`) ? id.slice(prefix.length) : undefined;
}

/** What was found about a pool, and what the next look needs of it. */
export interface PoolDrift extends PoolFindings {
  /** When it was looked over last: wall-clock milliseconds; undefined before the first time. */
  lookedAtMs: number | undefined;
  /** The pool is degraded because of what was found, and for no other reason. */
  hasDegraded: boolean;
  /** What stood in the pool's ConfigMap beside its vSwitches while all was well; undefined before that. */
  keptConf: Record<string, unknown> | undefined;
}

const nothing: PoolDrift = {
  ...{ known: [], suspected: [], notes: [] },
  ...{ lookedAtMs: undefined, hasDegraded: false, keptConf: undefined },
};

export function poolDriftOf(record: StoredRecord | undefined): PoolDrift {
  return record ? driftSchema.parse(JSON.parse(record.fields.drift ?? 'null')) : nothing;
}

/** The change that writes it, only if nobody has looked since `rev`; undefined: if there is none yet. */
export function poolDriftChange(poolId: string, drift: PoolDrift, rev: number | undefined): RecordChange {
  const isFound = drift.known.some(({ goneAtMs }) => goneAtMs === undefined);
  return {
    id: poolDriftRecordId(poolId),
    expect: rev === undefined ? { absent: true } : { rev },
    state: isFound ? 'found' : 'none',
    set: { drift: JSON.stringify(drift) },
  };
}

const findingSchema = z.object({ kind: z.enum(poolFindingKinds), about: z.string(), items: z.array(z.string()) });

const driftSchema: z.ZodType<PoolDrift> = z.object({
  known: z.array(
    z.object({
      id: z.string(),
      finding: findingSchema,
      foundAtMs: z.number(),
      goneAtMs: absentAsUndefined(z.number()),
    }),
  ),
  suspected: z.array(z.string()),
  notes: z.array(findingSchema),
  lookedAtMs: absentAsUndefined(z.number()),
  hasDegraded: z.boolean(),
  keptConf: absentAsUndefined(z.record(z.string(), z.unknown())),
});
