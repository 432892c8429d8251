import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Answered } from './approve.ts';
import { approvedCommit } from './approved-commit.ts';
import type { TenderDeps, Turn } from './turn.ts';

/**
 * Approves a request that is one of several about the same change of a pool: the operation that waits for all of them is
 * woken, and nothing is written for this one alone.
 */
export function approveChange(
  deps: TenderDeps,
  request: AccessRequest & { namespaceChange: NonNullable<AccessRequest['namespaceChange']> },
  { approval, entries, notes, judged }: Answered & { approval: NonNullable<AccessRequest['approved']> },
): Turn {
  const { operationId } = request.namespaceChange;
  const { records, audit, due } = approvedCommit(deps, request, { approval, entries, judged, operationId });
  // Whatever became of the operation: one that has ended looks at nothing any more.
  const wakes = { id: operationId, wake: true as const };
  return {
    kind: 'change',
    send: () => deps.store.commit({ records: [...records, wakes], audit, due }),
    notes,
    wakes: operationId,
  };
}
