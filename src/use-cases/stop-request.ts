import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { UseCaseContext } from './context.ts';
import { refused } from './request-answer.ts';
import { poolStewards } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';
import { closeOpenRequest, type WithdrawAnswer } from './withdraw-request.ts';

/**
 * Stops a request that is approved and not applied yet: what revoke is to a grant, and for the same people. The
 * operation that was to apply it is cancelled before its write.
 */
export async function stopRequest(ctx: UseCaseContext, request: AccessRequest): Promise<WithdrawAnswer> {
  const approvers = (request.rule?.require ?? []).map(({ group }) => group);
  const ids = [...(await poolStewards(ctx, request)), ...request.requesters, ...approvers];
  const refusal = refusalUnless(ctx, { ids, what: 'stop this request' });
  if (refusal) return refusal;
  if (request.state === 'approved') return closeOpenRequest(ctx, request.id, 'Stopped before it was applied.');
  const text = `${request.id} is ${request.state}; only what is approved can be stopped, and what is pending is denied or withdrawn`;
  return refused('request', text, `/egress-pool grants ${request.poolName}`);
}
