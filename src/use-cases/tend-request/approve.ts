import type { AccessRequest, Click } from '../../domain/grants/access-request.ts';
import { operationIdFrom } from '../../domain/names.ts';
import type { AuditEntry } from '../../store/store.ts';
import { beginOperation } from '../begin-operation.ts';
import { extensionOf, firstEndOf } from '../grant-clock.ts';
import type { PrivateNote } from '../private-note.ts';
import { readGrant } from '../read-access.ts';
import { approveChange } from './approve-change.ts';
import { approveNewPool } from './approve-new-pool.ts';
import { approvedCommit } from './approved-commit.ts';
import { supersede } from './deny.ts';
import type { TenderDeps, Turn } from './turn.ts';

/** What an approval fixes; a problem when what was asked for cannot be any more. */
export interface Approval {
  approval: NonNullable<AccessRequest['approved']> | { problem: string };
}

/** What goes into the same commit. */
export interface Answered {
  entries: AuditEntry[];
  notes: PrivateNote[];
  /** Clicks that are answered with it. */
  judged: readonly Click[];
}

/** Fixes the absolute end: from the last approval that was needed, for an extension from the end as it is. */
export async function approvalOf(
  deps: TenderDeps,
  request: AccessRequest,
  approved: { atMs: number; counted: { personId: string; group: string }[] },
): Promise<Approval> {
  const { duration, kind } = request;
  if (kind === 'new-pool') return { approval: { ...approved, endMs: undefined } };
  const timing = { clock: deps.clock, policy: deps.settings.policy };
  if (kind === 'first-grant' || kind === 'break-glass') {
    return { approval: { ...approved, endMs: firstEndOf(timing, { atMs: approved.atMs, duration }) } };
  }
  const grant = await readGrant(deps.store, request.grantId);
  if (!grant || !request.rule) return { approval: { problem: 'The grant is not there any more.' } };
  if (kind !== 'extension') return { approval: { ...approved, endMs: grant.endMs } };
  if (duration.kind !== 'limited') return { approval: { problem: 'An extension has a duration.' } };
  const { durationMs } = duration;
  const extension = extensionOf(timing, { grant, durationMs, rule: request.rule, nowMs: deps.clock.now() });
  if (extension.kind === 'refused') return { approval: { problem: extension.text } };
  return { approval: { ...approved, endMs: extension.endMs } };
}

/** Approves the request and begins to apply it, in one commit: at most one outcome and one operation, whatever races. */
export async function approve(
  deps: TenderDeps,
  request: AccessRequest,
  { approval, entries, notes, judged }: Approval & Answered,
): Promise<Turn> {
  if ('problem' in approval) return supersede(deps, request, { text: approval.problem, entries, notes, judged });
  const { namespaceChange } = request;
  const answered = { approval, entries, notes, judged };
  if (request.newPool) return approveNewPool(deps, request, answered);
  if (namespaceChange) return approveChange(deps, { ...request, namespaceChange }, answered);
  const operationId = operationIdFrom(`${request.id}.${request.round}.apply`);
  return {
    kind: 'change',
    send: () =>
      beginOperation(
        { ...deps, actor: request.requestedBy },
        {
          id: operationId,
          kind: 'apply-grant',
          poolId: request.poolId,
          poolName: request.poolName,
          announcement: request.announcement,
          input: { requestId: request.id },
          also: approvedCommit(deps, request, { approval, entries, judged, operationId }),
        },
      ),
    notes,
  };
}
