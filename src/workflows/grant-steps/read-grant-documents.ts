import { z } from 'zod';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { isOver } from '../../domain/grants/grant-end.ts';
import type { EndGrantInput } from '../../domain/grants/operation-inputs.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import type { Operation } from '../../domain/operation.ts';
import { accessRequestOf, grantOf } from '../../store/access-records.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { PlanSubject } from './compute-grant-plan.ts';
import { refuseGrant } from './refuse-grant.ts';

const requestInput = z.object({ requestId: z.string() });
const grantInput: z.ZodType<EndGrantInput> = z.object({ grantId: z.string(), cause: z.string() });

export function requestIdOf(operation: Operation): string {
  return requestInput.parse(operation.input).requestId;
}

export function endInputOf(operation: Operation): EndGrantInput {
  return grantInput.parse(operation.input);
}

/** The request of an operation with its pool and, where there is one already, its grant. */
export async function readSubject(deps: WorkflowDeps, operation: Operation): Promise<PlanSubject> {
  const requestId = requestIdOf(operation);
  const record = await deps.store.read(requestId);
  if (!record) throw refuseGrant([`there is no request ${requestId}`]);
  const request = accessRequestOf(record);
  const [poolRecord, grant] = await Promise.all([deps.store.read(request.poolId), readGrant(deps, request.grantId)]);
  if (!poolRecord) throw refuseGrant([`pool ${request.poolName} does not exist any more`]);
  const isResumed = grant?.state === 'applying' && grant.operationId === operation.id;
  return { request, pool: poolOf(poolRecord), poolRev: poolRecord.rev, grant, isResumed };
}

export async function readGrant(deps: WorkflowDeps, grantId: string): Promise<Grant | undefined> {
  const record = await deps.store.read(grantId);
  return record && grantOf(record);
}

/** Why the request is not to be applied, or undefined while it is approved and its end is ahead. */
export function whyClosed(request: AccessRequest, nowMs: number): string | undefined {
  if (request.outcome) return `it is over: ${request.outcome.text}`;
  const state = requestStateAt(request, nowMs);
  if (state !== 'approved' || !request.approved) return `it is ${state}`;
  const { endMs } = request.approved;
  if (request.duration.kind === 'limited' && endMs === undefined) return 'its approval has fixed no end';
  return isOver(endMs, nowMs) ? 'its end has come already' : undefined;
}
