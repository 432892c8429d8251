import { actorId } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import { messageId } from '../notify/notify.ts';
import { cancelApply } from './cancel-apply.ts';
import { closingCommit } from './close-request.ts';
import type { UseCaseContext } from './context.ts';
import { isOpen, readRequest } from './read-access.ts';
import { noSuchRequest } from './record-click.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

export type WithdrawAnswer = { kind: 'accepted'; request: AccessRequest } | Refusal;

/** Takes back a request that is pending, or approved and not yet applied; for its requester alone. */
export async function withdrawRequest(ctx: UseCaseContext, asked: { requestId: string }): Promise<WithdrawAnswer> {
  const request = await readRequest(ctx.store, asked.requestId);
  if (!request) return noSuchRequest(asked.requestId);
  const ids = request.requestedBy.kind === 'slack-user' ? [request.requestedBy.userId] : [];
  const refusal = refusalUnless(ctx, { ids, what: 'withdraw this request' });
  if (refusal) return refusal;
  return closeOpenRequest(ctx, request.id, 'Withdrawn by who asked for it.');
}

/** Tries again when clicks or the tender changed it in between; more than a few times does not happen. */
const tries = 10;

/** Closes a request before it is applied, on somebody's word. Whether they may is for the caller to decide. */
export async function closeOpenRequest(ctx: UseCaseContext, id: string, text: string): Promise<WithdrawAnswer> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const request = await readRequest(ctx.store, id);
    if (!request) return noSuchRequest(id);
    if (!isOpen(request)) return nothingLeft(request, `it is ${request.outcome ? 'over' : request.state}`);
    const by = ctx.actor.kind === 'slack-user' ? ctx.actor.userId : ctx.actor.name;
    const atMs = ctx.clock.now();
    const end = { state: 'withdrawn' as const, by, actor: actorId(ctx.actor), text, atMs };
    const closing = await closingCommit(ctx.store, request, end);
    if (!closing) return nothingLeft(request, 'it is being applied now; revoke the grant instead');
    const { records, audit, due } = await cancelApply(ctx.store, request, { by: ctx.actor, atMs });
    const result = await ctx.store.commit({
      ...closing,
      records: [...closing.records, ...records],
      audit: [...closing.audit, ...audit],
      due: [...closing.due, ...due],
    });
    if (!result.ok) continue;
    // What cannot be enqueued now is found by the due sweep.
    await Promise.allSettled([
      ctx.queues.enqueue('slack', messageId(id)),
      ctx.queues.enqueue('slack', id),
      ...records.map((operation) => ctx.queues.promote('operations', operation.id)),
    ]);
    return { kind: 'accepted', request: { ...request, state: 'withdrawn' } };
  }
  return refused('request', `${id} is being decided right now; try again`, '/egress-pool grants');
}

function nothingLeft({ id, poolName }: AccessRequest, why: string): Refusal {
  return refused('request', `${id} cannot be withdrawn: ${why}`, `/egress-pool grants ${poolName}`);
}
