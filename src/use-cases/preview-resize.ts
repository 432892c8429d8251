import type { Pool } from '../domain/pool.ts';
import { suggestResize } from '../domain/shape-resize.ts';
import { readCapacities } from '../store/capacity-record.ts';
import type { UseCaseContext } from './context.ts';
import { readAlert } from './read-alert.ts';
import type { Refusal } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

export interface ResizePreview {
  kind: 'found';
  pool: Pool;
  /** Pods with an address now; undefined before the first measurement. */
  runningPods: number | undefined;
  suggestedPods: number;
}

/** What a resize of an alert's pool would begin with, for those who may resize it. Throws STORE_UNAVAILABLE. */
export async function previewResize(ctx: UseCaseContext, alertId: string): Promise<ResizePreview | Refusal> {
  const found = await readAlert(ctx.store, alertId);
  if (found.kind !== 'found') return found;
  const { pool } = found;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: `resize "${pool.name}"` });
  if (refusal) return refusal;
  const [capacity] = await readCapacities(ctx.store, [pool.id]);
  const runningPods = capacity?.zones.reduce((sum, { used }) => sum + used, 0);
  return { kind: 'found', pool, runningPods, suggestedPods: suggestResize(pool, runningPods) };
}
