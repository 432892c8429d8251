import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { isLive } from '../domain/grants/grant-states.ts';
import type { Announcement } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { isOpen, readOpenRequests } from './read-access.ts';
import { type Refusal, type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/** What was asked for, as typed. */
export interface RawDeleteRequest {
  pool: string;
  /** The pool's name once more; undefined: not confirmed yet. */
  confirm: string | undefined;
  dryRun: boolean;
  /** The pool that a form was opened for: another one may have its name by now. */
  poolId?: string | undefined;
}

/** Databases are open to it: what has to be closed first. */
export interface PoolInUse {
  kind: 'in-use';
  pool: Pool;
  grants: Grant[];
}

export interface DeletePreview {
  kind: 'found';
  pool: Pool;
  /** Pending, or approved and not yet applied: they will be withdrawn. */
  requests: AccessRequest[];
}

/**
 * Takes a request to delete a pool, from its owner or an operator who has typed its name once more. What is in the way
 * beyond the grants on record is for the plan to find, which a dry run only shows. Throws STORE_UNAVAILABLE.
 */
export async function requestDeletePool(
  ctx: UseCaseContext,
  request: { operationId: string; raw: RawDeleteRequest; announcement: Announcement },
): Promise<RequestAnswer | PoolInUse> {
  const { operationId, raw, announcement } = request;
  const pool = await deletable(ctx, { ...raw, operationId });
  if ('kind' in pool) return pool;
  if (!raw.dryRun) {
    if (raw.confirm !== pool.name) {
      const message = `type the name of the pool to delete it: ${pool.name}`;
      return refused('confirm', message, `/egress-pool delete ${pool.name} --confirm ${pool.name}`);
    }
    const inUse = await findGrants(ctx, pool);
    if (inUse) return inUse;
  }
  const result = await beginOperation(ctx, {
    ...{ id: operationId, poolId: pool.id, poolName: pool.name, announcement, input: {} },
    kind: raw.dryRun ? 'plan-delete' : 'delete-pool',
  });
  return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
}

/** What a person sees before they type the pool's name, or why there is nothing to confirm. Throws STORE_UNAVAILABLE. */
export async function previewDelete(
  ctx: UseCaseContext,
  asked: { pool: string; poolId: string | undefined; operationId: string },
): Promise<DeletePreview | PoolInUse | Refusal> {
  const pool = await deletable(ctx, { ...asked, dryRun: false });
  if ('kind' in pool) return pool;
  const inUse = await findGrants(ctx, pool);
  if (inUse) return inUse;
  const requests = (await readOpenRequests(ctx.store)).filter((one) => one.poolId === pool.id && isOpen(one));
  return { kind: 'found', pool, requests };
}

async function deletable(
  ctx: UseCaseContext,
  asked: { pool: string; operationId: string; dryRun: boolean; poolId?: string | undefined },
): Promise<Pool | Refusal> {
  const pool = await findPool(ctx.store, asked.pool);
  if ('kind' in pool) return pool;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: `delete "${pool.name}"` });
  if (refusal) return refusal;
  const { name, state, operationId, changedBy } = pool;
  if (asked.poolId !== undefined && asked.poolId !== pool.id) {
    return refused('pool', `"${name}" is another pool than the one the form was opened for`, '/egress-pool list');
  }
  const isRepeat = changedBy === asked.operationId;
  if (isRepeat || asked.dryRun) return pool;
  if (state === 'creating') {
    const message = `"${name}" is still being made; cancel that and roll it back`;
    return refused('pool', message, `/egress-pool cancel ${operationId}`);
  }
  if (state === 'changing' || state === 'deleting' || changedBy !== undefined) {
    const message = state === 'deleting' ? `"${name}" is being deleted` : `another change of "${name}" is not finished`;
    return refused('pool', message, `/egress-pool status ${changedBy ?? operationId}`);
  }
  return pool;
}

async function findGrants(ctx: UseCaseContext, pool: Pool): Promise<PoolInUse | undefined> {
  const grants = (await readLiveGrants(ctx.store)).filter((one) => one.poolId === pool.id && isLive(one.state));
  return grants.length > 0 ? { kind: 'in-use', pool, grants } : undefined;
}
