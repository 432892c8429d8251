import type { Announcement } from '../domain/operation.ts';
import { isProblem, parseNodes, parsePods } from '../domain/parse-flags.ts';
import { suggestResize } from '../domain/shape-resize.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/** What was asked for, as typed. */
export interface RawResizeRequest {
  pool: string;
  pods: string | undefined;
  nodes: string | undefined;
  dryRun: boolean;
}

/**
 * Takes a request to make a ready pool larger or smaller, from its owner or an operator. What that takes is for the plan
 * to say, which a dry run only shows. Throws STORE_UNAVAILABLE.
 */
export async function requestResizePool(
  ctx: UseCaseContext,
  request: { operationId: string; raw: RawResizeRequest; announcement: Announcement },
): Promise<RequestAnswer> {
  const { operationId, raw, announcement } = request;
  const pool = await findPool(ctx.store, raw.pool);
  if ('kind' in pool) return pool;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: `resize "${pool.name}"` });
  if (refusal) return refusal;
  if (raw.pods === undefined) {
    const example = `/egress-pool resize ${pool.name} --pods ${suggestResize(pool)}`;
    return refused('pods', `"${pool.name}" is for ${pool.expectedPods} pods; say for how many it is to be`, example);
  }
  const [expectedPods, nodes] = [parsePods(raw.pods), parseNodes(raw.nodes)];
  const problems = [expectedPods, nodes].filter(isProblem);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (pool.state !== 'ready') {
    const message = `"${pool.name}" is ${pool.state}; only a ready pool can be resized`;
    return refused('pool', message, `/egress-pool show ${pool.name}`);
  }
  if (pool.changedBy !== undefined && pool.changedBy !== operationId && !raw.dryRun) {
    const message = `another change of "${pool.name}" is not finished; retry it or roll it back first`;
    return refused('pool', message, `/egress-pool status ${pool.changedBy}`);
  }
  const result = await beginOperation(ctx, {
    ...{ id: operationId, poolId: pool.id, poolName: pool.name, announcement },
    kind: raw.dryRun ? 'plan-resize' : 'resize-pool',
    input: { expectedPods, ...(nodes === undefined ? {} : { nodes }) },
  });
  return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
}
