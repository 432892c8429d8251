import { actorId } from '../domain/actor.ts';
import type { Announcement, OperationKind } from '../domain/operation.ts';
import { behind } from '../notify/notify.ts';
import { type OperationHeader, operationField, unfinishedIndex } from '../store/operation-record.ts';
import type { Commit, CommitResult } from '../store/store.ts';
import type { UseCaseContext } from './context.ts';

export interface OperationToBegin {
  id: string;
  kind: OperationKind;
  poolId: string;
  poolName: string;
  /** Undefined for an operation that people are not told of. */
  announcement: Announcement | undefined;
  input: unknown;
  /** Committed together with the operation, or not at all. */
  also?: Partial<Commit>;
}

/** Commits a new operation and enqueues it. Answers the store's refusal when an expectation did not hold. */
export async function beginOperation(
  ctx: Pick<UseCaseContext, 'actor' | 'clock' | 'store' | 'queues'>,
  request: OperationToBegin,
): Promise<CommitResult> {
  const now = ctx.clock.now();
  const header: OperationHeader = {
    kind: request.kind,
    poolId: request.poolId,
    poolName: request.poolName,
    requestedBy: ctx.actor,
    announcement: request.announcement,
    input: request.input,
    createdAtMs: now,
  };
  const { also = {} } = request;
  const result = await ctx.store.commit({
    ...also,
    records: [
      {
        id: request.id,
        expect: { absent: true },
        state: 'running',
        set: { [operationField.header]: JSON.stringify(header) },
      },
      ...(also.records ?? []),
    ],
    audit: [
      ...(also.audit ?? []),
      {
        what: 'operation.requested',
        subject: request.id,
        actor: actorId(ctx.actor),
        atMs: now,
        details: { kind: request.kind, pool: request.poolName, input: request.input },
      },
    ],
    due: [
      { id: request.id, atMs: now },
      ...(request.announcement ? [behind(request.id, now)] : []),
      ...(also.due ?? []),
    ],
    addTo: [...(also.addTo ?? []), { index: unfinishedIndex, id: request.id, atMs: now }],
  });
  if (result.ok) await enqueueBoth(ctx, request.id);
  return result;
}

/** What cannot be enqueued now is found by the due sweep. */
export async function enqueueBoth(ctx: Pick<UseCaseContext, 'queues'>, operationId: string): Promise<void> {
  await Promise.allSettled([
    ctx.queues.enqueue('operations', operationId),
    ctx.queues.enqueue('slack', behind(operationId, 0).id),
  ]);
}
