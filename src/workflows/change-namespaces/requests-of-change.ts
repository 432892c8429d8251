import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { operationIdFrom } from '../../domain/names.ts';
import type { Operation } from '../../domain/operation.ts';
import { accessRequestOf } from '../../store/access-records.ts';
import { closingCommit } from '../grant-steps/close-request.ts';
import { whyClosed } from '../grant-steps/read-grant-documents.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { readChange } from './read-change.ts';

/** Where a grant stands in a change that its approvers have to see. */
export type Standing =
  /** Nobody was asked yet, or only by a try that was given up. */
  | { kind: 'to-ask' }
  /** In words, what has to happen first. */
  | { kind: 'waits'; for: string }
  | { kind: 'approved'; request: AccessRequest }
  | { kind: 'refused'; request: AccessRequest; why: string };

export async function standingOf(deps: WorkflowDeps, grant: Grant, context: StepContext): Promise<Standing> {
  const { instanceId } = grant;
  if (grant.state === 'ending' || grant.state === 'overdue') {
    return { kind: 'waits', for: `${instanceId} to be closed to this pool` };
  }
  if (grant.state === 'applying') return { kind: 'waits', for: `what is being written to ${instanceId}` };
  const request = await pendingRequestOf(deps, grant);
  if (!request) return { kind: 'to-ask' };
  const nowMs = context.clock.now();
  const state = requestStateAt(request, nowMs);
  const isOpen = request.outcome === undefined && (state === 'pending' || state === 'approved');
  if (request.namespaceChange?.operationId !== context.operation.id) {
    return isOpen
      ? { kind: 'waits', for: `${request.id} about ${instanceId}, which is still open` }
      : { kind: 'to-ask' };
  }
  if (isOpen) {
    if (state !== 'approved') return { kind: 'waits', for: `the approvers of ${instanceId} (${request.id})` };
    const closed = whyClosed(request, nowMs);
    return closed === undefined ? { kind: 'approved', request } : { kind: 'waits', for: `${request.id}: ${closed}` };
  }
  const closedAtMs = request.outcome?.atMs ?? nowMs;
  if (closedAtMs < context.startedAtMs) return { kind: 'to-ask' };
  return { kind: 'refused', request, why: request.outcome?.text ?? 'nobody decided in time' };
}

/** The same for one try of a step and one grant, so that asking twice is asking once. */
export function requestIdFor(context: StepContext, grant: Grant): string {
  const { operation, startedAtMs } = context;
  return operationIdFrom(`${operation.id} for ${grant.id} since ${startedAtMs}`).replace(/^op-/, 'req-');
}

/** A change that others make to a request at the same moment comes first; more than a few do not happen. */
const tries = 5;

/** Nobody is to decide any more about a change that was stopped. */
export async function closeRequests(deps: WorkflowDeps, operation: Operation): Promise<void> {
  const { grants } = await readChange(deps, operation);
  for (const grant of grants) {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const request = await pendingRequestOf(deps, grant);
      if (!request || request.outcome || request.namespaceChange?.operationId !== operation.id) break;
      if (request.state !== 'pending' && request.state !== 'approved') break;
      const end = {
        state: 'superseded',
        by: 'policy',
        text: `The change of namespaces (${operation.id}) was stopped.`,
      };
      if ((await deps.store.commit(closingCommit(deps, request, { ...end, state: 'superseded' }))).ok) break;
    }
  }
}

async function pendingRequestOf(deps: WorkflowDeps, grant: Grant): Promise<AccessRequest | undefined> {
  const { pendingRequestId } = grant;
  const record = pendingRequestId === undefined ? undefined : await deps.store.read(pendingRequestId);
  return record && accessRequestOf(record);
}
