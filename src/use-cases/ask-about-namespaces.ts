import type { Grant } from '../domain/grants/grant.ts';
import type { NamespaceChange } from '../domain/namespace-change.ts';
import type { Operation } from '../domain/operation.ts';
import { askAboutGrant } from './ask-about-grant.ts';
import type { AskingContext } from './begin-request.ts';

/** Asks the approvers of a live grant about other namespaces of its pool, in the name of whoever wants them. */
export function askAboutNamespaces(
  ctx: Omit<AskingContext, 'actor'>,
  { grant, operation, change, requestId }: AskedAboutNamespaces,
): Promise<'asked' | 'busy'> {
  const { requestedBy: askedBy, announcement = { channelId: '', userId: '' }, id: operationId } = operation;
  const namespaceChange = { ...change, operationId };
  const about = { kind: 'namespaces' as const, namespaceChange, reason: reasonOf(change) };
  return askAboutGrant(ctx, { requestId, grant, askedBy, announcement, ...about });
}

interface AskedAboutNamespaces {
  grant: Grant;
  operation: Operation;
  change: NamespaceChange;
  requestId: string;
}

function reasonOf({ add, remove }: NamespaceChange): string {
  const parts = [
    ...(add.length > 0 ? [`added: ${add.join(', ')}`] : []),
    ...(remove.length > 0 ? [`taken out: ${remove.join(', ')}`] : []),
  ];
  return `Namespaces of the pool are to change (${parts.join('; ')}).`;
}
