import { z } from 'zod';
import type { RecordChange, StoredRecord } from './store.ts';

/** The record of pools that stand in a VPC and that the store has never heard of. */
export const lostPoolsRecordId = 'lost-pools';

export interface LostPools {
  /** By id; empty when there are none any more. */
  pools: { id: string; name: string }[];
  /** When they were first seen. */
  foundAtMs: number;
  /** When none was left. */
  goneAtMs: number | undefined;
}

/** Undefined before the first was found. */
export function lostPoolsOf(record: StoredRecord | undefined): LostPools | undefined {
  return record && lostSchema.parse(JSON.parse(record.fields.lost ?? 'null'));
}

/** The change that writes them, if nobody has since they were read. */
export function lostPoolsChange(lost: LostPools, before: StoredRecord | undefined): RecordChange {
  return {
    id: lostPoolsRecordId,
    expect: before ? { rev: before.rev } : { absent: true },
    state: lost.pools.length > 0 ? 'lost' : 'none',
    set: { lost: JSON.stringify(lost) },
  };
}

const lostSchema = z
  .object({
    pools: z.array(z.object({ id: z.string(), name: z.string() })),
    foundAtMs: z.number(),
    goneAtMs: z.number().optional(),
  })
  .transform((lost): LostPools => ({ ...lost, goneAtMs: lost.goneAtMs }));
