import { actorId } from '../domain/actor.ts';
import { exportField, exportOf } from '../store/export-record.ts';
import type { UseCaseContext } from './context.ts';
import type { Refusal } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/** `stale`: the offer is gone, or somebody else's; `repeated`: it was asked for before. */
export type ExportAnswer = { kind: 'accepted'; repeated: boolean } | { kind: 'stale' } | Refusal;

/** Orders the files that were offered, up to the last entry there is now. One offer is one export, however often asked. */
export async function requestAuditExport(ctx: UseCaseContext, request: { exportId: string }): Promise<ExportAnswer> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.operators, what: 'export the audit log' });
  if (refusal) return refusal;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'stale' };
  const record = await ctx.store.read(request.exportId);
  if (!record) return { kind: 'stale' };
  const { userId } = ctx.actor;
  const offered = exportOf(record);
  if (offered.order) return offered.order.userId === userId ? { kind: 'accepted', repeated: true } : { kind: 'stale' };
  const now = ctx.clock.now();
  const { number: upTo } = await ctx.store.readAuditHead();
  const order = { userId, upTo, askedAtMs: now };
  const result = await ctx.store.commit({
    records: [
      {
        id: request.exportId,
        expect: { states: ['offered'] },
        state: 'wanted',
        set: { [exportField.order]: JSON.stringify(order) },
      },
    ],
    audit: [
      {
        what: 'audit-export.requested',
        subject: request.exportId,
        actor: actorId(ctx.actor),
        atMs: now,
        details: { ...offered.filter, upTo },
      },
    ],
    due: [{ id: request.exportId, atMs: now }],
  });
  // What cannot be enqueued now is found by the due sweep.
  await ctx.queues.enqueue('slack', request.exportId).catch(() => undefined);
  return { kind: 'accepted', repeated: !result.ok };
}
