import type { Grant } from '../domain/grants/grant.ts';
import type { NamespaceChange } from '../domain/namespace-change.ts';
import type { Operation } from '../domain/operation.ts';
import { grantChange } from '../store/access-records.ts';
import type { CommitResult } from '../store/store.ts';
import { type AskingContext, beginRequest } from './begin-request.ts';

/**
 * Asks the approvers of a live grant about other namespaces of its pool, in the name of whoever wants them, which makes
 * that person a requester of the grant. The same request id is asked once; a grant that changes meanwhile not at all.
 */
export async function askAboutNamespaces(
  ctx: Omit<AskingContext, 'actor'>,
  asked: { grant: Grant; operation: Operation; change: NamespaceChange; requestId: string },
): Promise<CommitResult> {
  const { grant, operation, change, requestId } = asked;
  const { requestedBy: actor, announcement } = operation;
  const { poolId, poolName, clusterName, regionId, instanceId, instanceName } = grant;
  const requesters = [...new Set([...grant.requesters, ...(actor.kind === 'slack-user' ? [actor.userId] : [])])];
  return beginRequest(
    { ...ctx, actor },
    {
      ...{ id: requestId, kind: 'namespaces', grantId: grant.id, poolId, poolName, clusterName, regionId },
      ...{ instanceId, instanceName, requesters, reason: reasonOf(change), duration: grant.firstDuration },
      namespaceChange: { ...change, operationId: operation.id },
      announcement: announcement ?? { channelId: '', userId: '' },
    },
    [grantChange({ ...grant, requesters, pendingRequestId: requestId })],
  );
}

function reasonOf({ add, remove }: NamespaceChange): string {
  const parts = [
    ...(add.length > 0 ? [`added: ${add.join(', ')}`] : []),
    ...(remove.length > 0 ? [`taken out: ${remove.join(', ')}`] : []),
  ];
  return `Namespaces of the pool are to change (${parts.join('; ')}).`;
}
