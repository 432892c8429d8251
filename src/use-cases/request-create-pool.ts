import { checkCreateRequest } from '../domain/check-create-request.ts';
import type { RawCreateRequest } from '../domain/create-request.ts';
import { poolIdFrom } from '../domain/names.ts';
import type { Announcement } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { poolChange, poolIndex, poolNameRecordId, reviewDue } from '../store/pool-record.ts';
import { askForPool, type PoolAskedFor } from './ask-for-pool.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { poolDocument } from './pool-document.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/**
 * Takes a request for a pool: decides whether the actor may, checks it against config and inventory, and commits pool
 * (its name with it) and operation in one go. Where the configuration wants an approval, a request is committed instead.
 * A dry run commits the operation only. Throws STORE_UNAVAILABLE.
 */
export async function requestCreatePool(
  ctx: UseCaseContext,
  request: { operationId: string; raw: RawCreateRequest; announcement: Announcement },
): Promise<RequestAnswer | PoolAskedFor> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.requesters, what: 'create pools' });
  if (refusal) return refusal;
  const checked = checkCreateRequest(request.raw, { clusters: ctx.settings.clusters, inventory: ctx.inventory() });
  if (!checked.ok) return { kind: 'refused', problems: checked.problems };
  const { operationId, announcement, raw } = request;
  if (ctx.settings.policy.create.require.length > 0 && !checked.request.dryRun) {
    return askForPool(ctx, { operationId, asked: checked.request, reason: raw.reason, announcement });
  }
  const pool = poolDocument(ctx, {
    ...{ poolId: poolIdFrom(operationId), operationId, requestedBy: ctx.actor, request: checked.request },
  });
  const result = await beginOperation(ctx, {
    id: operationId,
    kind: checked.request.dryRun ? 'plan-pool' : 'create-pool',
    poolId: pool.id,
    poolName: pool.name,
    announcement,
    input: checked.request,
    also: claimName(pool, checked.request.dryRun),
  });
  if (result.ok) return { kind: 'accepted', operationId, poolName: pool.name, repeated: false };
  if (result.id === operationId) return { kind: 'accepted', operationId, poolName: pool.name, repeated: true };
  return refused('name', `there is a pool "${pool.name}" already`, `${pool.name.slice(0, 38)}-2`);
}

function claimName(pool: Pool, dryRun: boolean) {
  const name = { id: poolNameRecordId(pool.name), expect: { absent: true as const } };
  if (dryRun) return { records: [name] };
  return {
    records: [{ ...name, state: 'taken', set: { pool: pool.id } }, poolChange(pool, { absent: true })],
    addTo: [{ index: poolIndex, id: pool.id, atMs: pool.createdAtMs }],
    due: reviewDue(pool),
  };
}
