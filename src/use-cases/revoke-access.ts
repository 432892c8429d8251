import type { Announcement } from '../domain/operation.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { readOpenRequests } from './read-access.ts';
import type { Refusal } from './request-answer.ts';
import { revokeLiveGrant } from './revoke-grant.ts';
import { revokeUnrecorded } from './revoke-unrecorded.ts';
import { stopRequest } from './stop-request.ts';

/** `ending`: a grant. `stopped`: what was approved and not applied yet. `cleaning`: what nothing is on record of. */
export type RevokeAnswer =
  | { kind: 'ending'; grantId: string }
  | { kind: 'stopped'; requestId: string }
  | { kind: 'cleaning'; instanceId: string; operationId: string }
  /** `about`: the grant or request, where it is known by then. */
  | (Refusal & { about?: string });

/**
 * Closes a database, by its id or name, to a pool: ends the grant that lives; else stops the request that is approved;
 * else takes out whatever a whitelist still says of the pool. Each has its own rights. Throws STORE_UNAVAILABLE.
 */
export async function revokeAccess(
  ctx: UseCaseContext,
  asked: { poolName: string; instance: string; operationId: string; announcement: Announcement },
): Promise<RevokeAnswer> {
  const { poolName, instance, operationId } = asked;
  const [pool, grants, requests] = await Promise.all([
    findPool(ctx.store, poolName),
    readLiveGrants(ctx.store),
    readOpenRequests(ctx.store),
  ]);
  if ('kind' in pool) return pool;
  const isMeant = (one: { poolId: string; instanceId: string; instanceName: string }) =>
    one.poolId === pool.id && [one.instanceId, one.instanceName].includes(instance);
  const grant = grants.find((one) => isMeant(one) && one.state !== 'ended');
  if (grant) {
    const answer = await revokeLiveGrant(ctx, { grant, operationId });
    return answer.kind === 'accepted' ? { kind: 'ending', grantId: grant.id } : { ...answer, about: grant.id };
  }
  const approved = requests.find((one) => isMeant(one) && one.state === 'approved');
  if (approved) {
    const answer = await stopRequest(ctx, approved);
    return answer.kind === 'accepted' ? { kind: 'stopped', requestId: approved.id } : { ...answer, about: approved.id };
  }
  const answer = await revokeUnrecorded(ctx, { ...asked, pool, requests });
  return answer.kind === 'accepted' ? { kind: 'cleaning', instanceId: answer.grant.instanceId, operationId } : answer;
}
