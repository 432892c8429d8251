import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { Answered } from './approve.ts';
import { approver, entryOf, type TenderDeps, type Turn } from './turn.ts';

/**
 * Approves a request that is one of several about the same change of a pool: the operation that waits for all of them is
 * woken, and nothing is written for this one alone.
 */
export function approveChange(
  deps: TenderDeps,
  request: AccessRequest,
  { approval, entries, notes, judged }: Answered & { approval: NonNullable<AccessRequest['approved']> },
): Turn {
  const operationId = request.namespaceChange?.operationId ?? '';
  const approved: AccessRequest = { ...request, state: 'approved', approved: approval, operationId };
  const atMs = deps.clock.now();
  const details = { counted: approval.counted, endMs: approval.endMs, because: request.rule?.because, operationId };
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [
          accessRequestChange(approved, { rev: request.rev }, judged),
          // Whatever became of it: one that has ended looks at nothing any more.
          { id: operationId, wake: true },
        ],
        audit: [...entries, entryOf(request, { what: 'request.approved', actor: approver(approval), atMs, details })],
        due: [{ id: request.id, atMs: approval.endMs ?? null }, behind(request.id, atMs)],
      }),
    notes,
    wakes: operationId,
  };
}
