import type { Announcement } from '../domain/operation.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findDatabase } from './find-database.ts';
import { findPool } from './find-pool.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/**
 * Takes a request to prove a ready pool again: nodes, network interfaces and a canary in each zone; with a database,
 * by id or name, also that each zone connects to it, if it is open to the pool. Changes nothing.
 */
export async function requestVerifyPool(
  ctx: UseCaseContext,
  request: { operationId: string; poolName: string; instance?: string | undefined; announcement: Announcement },
): Promise<RequestAnswer> {
  const pool = await findPool(ctx.store, request.poolName);
  if ('kind' in pool) return pool;
  const ids = [...ctx.settings.requesters, ...stewardsOf(ctx, pool)];
  const refusal = refusalUnless(ctx, { ids, what: 'verify pools' });
  if (refusal) return refusal;
  if (pool.state !== 'ready' && pool.state !== 'degraded') {
    return refused(
      'pool',
      `"${pool.name}" is ${pool.state}; only a ready pool can be verified`,
      `/egress-pool show ${pool.name}`,
    );
  }
  const found = request.instance === undefined ? undefined : findDatabase(ctx, request.instance);
  if (found && found.kind !== 'found') return found;
  const { operationId, announcement } = request;
  const result = await beginOperation(ctx, {
    id: operationId,
    kind: 'verify-pool',
    poolId: pool.id,
    poolName: pool.name,
    announcement,
    input: found ? { instanceId: found.database.instanceId } : {},
  });
  return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
}
