import { actorId } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import { operationIdFrom } from '../domain/names.ts';
import { behind } from '../notify/notify.ts';
import { accessRequestChange, openRequestIndex } from '../store/access-records.ts';
import type { Commit, CommitResult, RecordChange } from '../store/store.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';

/** What a request starts with; the rest comes with its first plan. */
export type NewRequest = Pick<
  AccessRequest,
  | ('id' | 'kind' | 'grantId' | 'poolId' | 'poolName' | 'clusterName' | 'regionId' | 'instanceId' | 'instanceName')
  | ('requesters' | 'reason' | 'duration' | 'announcement' | 'namespaceChange' | 'newPool')
>;

/** What asking takes: also the worker asks, in the name of somebody whose change needs it. */
export type AskingContext = Pick<UseCaseContext, 'actor' | 'store' | 'queues' | 'clock'> & {
  settings: Pick<UseCaseContext['settings'], 'policy'>;
};

export function planOperationId(requestId: string): string {
  return operationIdFrom(`${requestId}.plan`);
}

/** Commits a request with the operation that plans it, what has to hold with it, and whatever else goes with that. */
export async function beginRequest(
  ctx: AskingContext,
  asked: NewRequest,
  together: RecordChange[],
  also: Partial<Pick<Commit, 'audit' | 'due' | 'removeFrom'>> = {},
): Promise<CommitResult> {
  const nowMs = ctx.clock.now();
  const operationId = planOperationId(asked.id);
  const { id, poolId, poolName, instanceId, kind, grantId, duration, reason } = asked;
  const expiresAtMs = ctx.clock.after(ctx.settings.policy.requestTtlMs, nowMs);
  const request: AccessRequest = {
    ...asked,
    ...{ state: 'pending', rev: 0, requestedBy: ctx.actor, createdAtMs: nowMs, expiresAtMs, operationId },
    ...{ round: 0, plan: undefined, difference: [], rule: undefined, opened: undefined, decisions: [], clicks: [] },
    ...{ approved: undefined, outcome: undefined, lastReminderAtMs: undefined },
  };
  const details = { pool: poolName, instance: instanceId || undefined, kind, grant: grantId, duration, reason };
  const result = await beginOperation(ctx, {
    ...{ id: operationId, poolId, poolName, announcement: undefined },
    kind: asked.newPool ? 'plan-pool' : 'plan-grant',
    input: { ...asked.newPool?.asked, requestId: id },
    also: {
      records: [accessRequestChange(request, { absent: true }), ...together],
      audit: [
        ...(also.audit ?? []),
        { what: 'request.asked', subject: id, actor: actorId(ctx.actor), atMs: nowMs, details },
      ],
      due: [...(also.due ?? []), { id, atMs: expiresAtMs }, behind(id, nowMs)],
      addTo: [{ index: openRequestIndex, id, atMs: nowMs }],
      removeFrom: also.removeFrom ?? [],
    },
  });
  if (result.ok) await ctx.queues.enqueue('slack', behind(id, 0).id).catch(() => undefined);
  return result;
}
