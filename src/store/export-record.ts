import { z } from 'zod';
import type { StoredRecord } from './store.ts';

/**
 * An export of the audit log. `offered`: somebody was shown entries and may press the button; `wanted`: the button was
 * pressed; `sent` and `failed`: it is over. All are removed a day later.
 */
export type ExportState = 'offered' | 'wanted' | 'sent' | 'failed';

export interface AuditExport {
  id: string;
  state: ExportState;
  filter: { pool: string | undefined; sinceMs: number | undefined };
  /** Who gets the files, and up to which number; from the moment on at which it is wanted. */
  order: { userId: string; upTo: number; askedAtMs: number } | undefined;
  /** Set before the files are sent: from then on they may be there. */
  triedAtMs: number | undefined;
  failures: number;
  /** When nobody needs the record any more. */
  keptUntilMs: number;
}

export const exportField = {
  filter: 'filter',
  order: 'order',
  triedAtMs: 'triedAtMs',
  failures: 'failures',
  keptUntilMs: 'keptUntilMs',
} as const;

/** Reads an export out of its record. Throws ZodError when the record is not one. */
export function exportOf({ id, state, fields }: StoredRecord): AuditExport {
  const { order, triedAtMs } = fields;
  return {
    id,
    state: stateSchema.parse(state),
    filter: filterSchema.parse(JSON.parse(fields[exportField.filter] ?? 'null')),
    order: order ? orderSchema.parse(JSON.parse(order)) : undefined,
    triedAtMs: triedAtMs ? Number(triedAtMs) : undefined,
    failures: Number(fields[exportField.failures] ?? 0),
    keptUntilMs: Number(fields[exportField.keptUntilMs] ?? 0),
  };
}

const stateSchema: z.ZodType<ExportState> = z.enum(['offered', 'wanted', 'sent', 'failed']);

const filterSchema = z
  .object({ pool: z.string().optional(), sinceMs: z.number().optional() })
  .transform(({ pool, sinceMs }) => ({ pool, sinceMs }));

const orderSchema = z.object({ userId: z.string(), upTo: z.number(), askedAtMs: z.number() });
