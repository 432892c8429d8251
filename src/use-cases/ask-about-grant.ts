import type { Actor } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { grantChange } from '../store/access-records.ts';
import { type AskingContext, beginRequest, planOperationId } from './begin-request.ts';
import { isOpen, readRequest } from './read-access.ts';

/** What the approvers of a grant are asked because its pool is to change. */
export type QuestionAboutGrant = Pick<AccessRequest, 'kind' | 'announcement' | 'reason' | 'namespaceChange'> & {
  requestId: string;
  grant: Grant;
  askedBy: Actor;
};

/**
 * Asks the approvers of an active grant about a change that comes with its pool. Who wants the change of the pool asks
 * for this too, and so decides about none of it. One open request for a grant at a time; the same id is one request.
 */
export async function askAboutGrant(
  ctx: Omit<AskingContext, 'actor'>,
  { requestId, grant, askedBy, ...asked }: QuestionAboutGrant,
): Promise<'asked' | 'busy'> {
  const { poolId, poolName, clusterName, regionId, instanceId, instanceName, pendingRequestId } = grant;
  const pending = pendingRequestId === undefined ? undefined : await readRequest(ctx.store, pendingRequestId);
  if (pending?.id === requestId) return 'asked';
  if (grant.state !== 'active' || (pending && isOpen(pending))) return 'busy';
  const personId = askedBy.kind === 'slack-user' ? [askedBy.userId] : [];
  const requesters = [...new Set([...grant.requesters, ...personId])];
  const result = await beginRequest(
    { ...ctx, actor: askedBy },
    {
      ...{ id: requestId, grantId: grant.id, poolId, poolName, clusterName, regionId, instanceId, instanceName },
      ...{ ...asked, requesters, duration: grant.firstDuration },
    },
    [grantChange({ ...grant, requesters, pendingRequestId: requestId })],
  );
  const isRepeat = !result.ok && (result.id === requestId || result.id === planOperationId(requestId));
  return result.ok || isRepeat ? 'asked' : 'busy';
}
