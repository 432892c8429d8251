import { z } from 'zod';
import type { AlertState, CapacityAlert, OutageAlert } from '../domain/capacity/alert.ts';
import { forecastSchema, levelSchema, limitSchema } from './capacity-schema.ts';
import type { RecordChange, StoredRecord } from './store.ts';

/** The index of alerts of both kinds that are open. */
export const openAlertIndex = 'alerts-open';

/** Whether the record is about a source that cannot be read, and not about a pool. */
export function isOutageId(id: string): boolean {
  return /^alert-(cluster|cloud)-/.test(id);
}

/** Reads a pool's alert out of its record. Throws ZodError when the record is not one. */
export function alertOf(record: StoredRecord): CapacityAlert {
  const document = alertSchema.parse(JSON.parse(record.fields.alert ?? 'null'));
  return { ...document, id: record.id, state: stateSchema.parse(record.state), rev: record.rev };
}

/** Reads the alert of a cluster or a region. */
export function outageOf(record: StoredRecord): OutageAlert {
  const document = outageSchema.parse(JSON.parse(record.fields.alert ?? 'null'));
  return { ...document, id: record.id, state: stateSchema.parse(record.state), rev: record.rev };
}

/** The change that writes an alert of either kind, only if nobody changed it since it was read. */
export function alertChange(alert: CapacityAlert | OutageAlert): RecordChange {
  const { id, state, rev, ...document } = alert;
  const expect = rev === 0 ? ({ absent: true } as const) : { rev };
  return { id, expect, state, set: { alert: JSON.stringify(document) } };
}

const stateSchema: z.ZodType<AlertState> = z.enum(['quiet', 'open', 'resolved']);

const alertSchema = z
  .object({
    poolId: z.string(),
    poolName: z.string(),
    clusterName: z.string(),
    level: levelSchema,
    zones: z.array(
      z.object({
        zoneId: z.string(),
        level: levelSchema,
        sinceMs: z.number(),
        usage: z.number(),
        used: z.number(),
        morePods: z.number(),
        bitesFirst: limitSchema,
        forecast: forecastSchema,
      }),
    ),
    openedAtMs: z.number().optional(),
    resolvedAtMs: z.number().optional(),
    worst: levelSchema,
    openings: z.number(),
    snooze: z
      .object({ by: z.string(), atMs: z.number(), untilMs: z.number().optional(), level: levelSchema })
      .transform((snooze) => ({ ...snooze, untilMs: snooze.untilMs }))
      .optional(),
  })
  .transform((alert) => ({
    ...alert,
    openedAtMs: alert.openedAtMs,
    resolvedAtMs: alert.resolvedAtMs,
    snooze: alert.snooze,
  }));

const outageSchema = z
  .object({
    source: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('cluster'), clusterName: z.string() }),
      z.object({ kind: z.literal('cloud'), regionId: z.string() }),
    ]),
    code: z.string(),
    poolNames: z.array(z.string()),
    openedAtMs: z.number().optional(),
    resolvedAtMs: z.number().optional(),
    openings: z.number(),
  })
  .transform((outage) => ({ ...outage, openedAtMs: outage.openedAtMs, resolvedAtMs: outage.resolvedAtMs }));
