import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { isActive, type Operation } from '../../domain/operation.ts';

/** A request and what belongs to it, read at one moment. */
export interface RequestView {
  request: AccessRequest;
  /** The grant that it is about; undefined until the first approval is being applied. */
  grant: Grant | undefined;
  /** The operation that plans or applies it. */
  operation: Operation | undefined;
  /** What the pool's owner says it is for. */
  poolDescription?: string | undefined;
  nowMs: number;
}

export type RequestStage =
  | 'planning'
  | 'plan-failed'
  | 'deciding'
  | 'applying'
  | 'apply-failed'
  | 'applied'
  | 'ended'
  | 'denied'
  | 'withdrawn'
  | 'expired'
  | 'superseded';

/** Where a request stands for the people who look at it; `applied` as soon as, and never before, it has read back. */
export function requestStage({ request, grant, operation, nowMs }: RequestView): RequestStage {
  const state = requestStateAt(request, nowMs);
  const isStopped = operation !== undefined && operation.state !== 'done' && !isActive(operation.state);
  if (state === 'pending') {
    if (isStopped && (operation.kind === 'plan-grant' || operation.kind === 'plan-pool')) return 'plan-failed';
    return request.round === 0 || request.opened === undefined ? 'planning' : 'deciding';
  }
  if (state !== 'approved') return state;
  if (request.kind === 'new-pool') {
    if (isStopped) return 'apply-failed';
    return operation?.state === 'done' ? 'applied' : 'applying';
  }
  // Written down with the grant once every list has read back, while the operation goes on looking and proving. A later
  // revision may stand in the grant by now.
  const isWritten = request.outcome !== undefined || grant?.inForce?.requestId === request.id;
  if (isWritten && grant?.state === 'ended') return 'ended';
  if (isWritten) return 'applied';
  return isStopped ? 'apply-failed' : 'applying';
}

/** The grant that this request has opened, while it is open by this and no later request. */
export function liveGrantOf(view: RequestView): Grant | undefined {
  const { request, grant } = view;
  const isOpen = grant?.state === 'active' && grant.inForce?.requestId === request.id;
  return isOpen && requestStage(view) === 'applied' ? grant : undefined;
}

/** Whether somebody still has to decide or something is still being done. */
export function isMoving(stage: RequestStage): boolean {
  return stage === 'planning' || stage === 'deciding' || stage === 'applying';
}
