import { isLive } from '../domain/grants/grant-states.ts';
import { operationIdFrom } from '../domain/names.ts';
import type { Pool } from '../domain/pool.ts';
import { poolOf } from '../store/pool-record.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { isOpen, readOpenRequests } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { endNow } from './revoke-grant.ts';
import { refusalUnless, stewardsOf } from './rights.ts';
import { closeOpenRequest } from './withdraw-request.ts';

/** Ends every grant of a pool and closes what is asked for it; for the operators and the owner of the pool. */
export async function revokeAllOfPool(
  ctx: UseCaseContext,
  asked: { pool: { name: string } | { id: string }; operationId: string },
): Promise<{ kind: 'accepted'; grantIds: string[]; requestIds: string[] } | Refusal> {
  const pool = await namedOrKnown(ctx, asked.pool);
  if ('kind' in pool) return pool;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: 'revoke the grants of this pool' });
  if (refusal) return refusal;
  const requests = (await readOpenRequests(ctx.store)).filter((one) => one.poolId === pool.id && isOpen(one));
  // Requests first: none of them becomes a grant behind our back. One that is applied by now is a grant below.
  for (const { id } of requests) await closeOpenRequest(ctx, id, 'Everything of this pool was revoked.');
  const grants = (await readLiveGrants(ctx.store)).filter((one) => one.poolId === pool.id && isLive(one.state));
  for (const grant of grants) {
    const operationId = operationIdFrom(`${asked.operationId}.${grant.id}`);
    await endNow(ctx, { grant, operationId, cause: 'revoked with every grant of its pool' });
  }
  if (grants.length + requests.length === 0) {
    return refused('pool', `"${pool.name}" has no grants and no requests`, `/egress-pool grants ${pool.name}`);
  }
  return { kind: 'accepted', grantIds: grants.map(({ id }) => id), requestIds: requests.map(({ id }) => id) };
}

/** By its name as typed, or by the id that a button carries. */
async function namedOrKnown(ctx: UseCaseContext, pool: { name: string } | { id: string }): Promise<Pool | Refusal> {
  if ('name' in pool) return findPool(ctx.store, pool.name);
  const record = await ctx.store.read(pool.id);
  return record ? poolOf(record) : refused('pool', 'there is no such pool any more', '/egress-pool list');
}
