import type { Announcement } from '../domain/operation.ts';
import { quoted } from '../domain/parse-flags.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

const workloadPattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)\/([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)$/;

/** Takes a request to prove that a workload's pods are seen with addresses of the pool. `workload` is `namespace/name`. */
export async function requestWorkloadProof(
  ctx: UseCaseContext,
  request: { operationId: string; poolName: string; workload: string; announcement: Announcement },
): Promise<RequestAnswer> {
  const pool = await findPool(ctx.store, request.poolName);
  if ('kind' in pool) return pool;
  const ids = [...ctx.settings.requesters, ...stewardsOf(ctx, pool)];
  const refusal = refusalUnless(ctx, { ids, what: 'look at the workloads of a pool' });
  if (refusal) return refusal;
  const [, namespace, , name] = workloadPattern.exec(request.workload) ?? [];
  if (!namespace || !name) {
    const example = `/egress-pool use ${pool.name} payments/api`;
    return refused('workload', `${quoted(request.workload)} is not namespace/name`, example);
  }
  const { operationId, announcement } = request;
  const result = await beginOperation(ctx, {
    id: operationId,
    kind: 'prove-workload',
    poolId: pool.id,
    poolName: pool.name,
    announcement,
    input: { namespace, name },
  });
  return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
}
