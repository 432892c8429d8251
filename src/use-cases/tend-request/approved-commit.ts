import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { Answered } from './approve.ts';
import { approver, entryOf, type TenderDeps } from './turn.ts';

/** The part of a commit that approves a request: the request as it was judged, the audit, and when to look again. */
export function approvedCommit(
  deps: TenderDeps,
  request: AccessRequest,
  given: Omit<Answered, 'notes'> & { approval: NonNullable<AccessRequest['approved']>; operationId: string },
) {
  const { approval, entries, judged, operationId } = given;
  const approved: AccessRequest = { ...request, state: 'approved', approved: approval, operationId };
  const atMs = deps.clock.now();
  const details = { counted: approval.counted, endMs: approval.endMs, because: request.rule?.because, operationId };
  return {
    records: [accessRequestChange(approved, { rev: request.rev }, judged)],
    audit: [...entries, entryOf(request, { what: 'request.approved', actor: approver(approval), atMs, details })],
    due: [{ id: request.id, atMs: approval.endMs ?? null }, behind(request.id, atMs)],
  };
}
