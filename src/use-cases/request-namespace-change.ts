import type { Grant } from '../domain/grants/grant.ts';
import {
  letsMoreIn,
  type NamespaceChange,
  namespaceChangeProblem,
  namespacesAfter,
  parseNamespaceChange,
} from '../domain/namespace-change.ts';
import type { Announcement } from '../domain/operation.ts';
import { isProblem } from '../domain/parse-flags.ts';
import type { Pool } from '../domain/pool.ts';
import { poolChange } from '../store/pool-record.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPoolRecord } from './find-pool.ts';
import { type Refusal, type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/** What a change would do, from the store alone. */
export interface NamespacePlan {
  kind: 'planned';
  pool: Pool;
  /** The pool's namespaces afterwards. */
  after: string[];
  /** The grants whose approvers have to agree. */
  toAsk: Grant[];
}

export interface NamespaceChangeRequest {
  operationId: string;
  poolName: string;
  /** As typed: `+a`, `-b`. */
  changes: string[];
  dryRun: boolean;
  announcement: Announcement;
}

/**
 * Takes a request to let other namespaces into a pool, or out; for its owner and the operators. Whoever has to approve it
 * for the databases that are open is asked by the operation. A dry run begins nothing. Throws STORE_UNAVAILABLE.
 */
export async function requestNamespaceChange(
  ctx: UseCaseContext,
  asked: NamespaceChangeRequest,
): Promise<RequestAnswer | NamespacePlan> {
  const { operationId } = asked;
  const [found, before, live] = await Promise.all([
    findPoolRecord(ctx.store, asked.poolName),
    asked.dryRun ? undefined : ctx.store.read(operationId),
    readLiveGrants(ctx.store),
  ]);
  if ('kind' in found) return found;
  const { pool } = found;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: 'change the namespaces of this pool' });
  if (refusal) return refusal;
  const change = parseNamespaceChange(asked.changes);
  if (isProblem(change)) return { kind: 'refused', problems: [change] };
  // The same trigger once more: the pool may be as asked for by now.
  if (before) return accepted(operationId, pool, true);
  const grants = live.filter(({ poolId }) => poolId === pool.id);
  const problem = namespaceChangeProblem(pool, change, { hasGrants: grants.length > 0 });
  if (pool.state !== 'ready') return notReady(pool);
  if (problem) return { kind: 'refused', problems: [problem] };
  if (asked.dryRun) return planOf(pool, change, grants);
  if (pool.changedBy !== undefined) return claimed(pool, pool.changedBy);
  const result = await beginOperation(ctx, {
    ...{ id: operationId, kind: 'change-namespaces', poolId: pool.id, poolName: pool.name },
    announcement: asked.announcement,
    input: change,
    also: { records: [poolChange({ ...pool, changedBy: operationId }, { states: ['ready'], rev: found.rev })] },
  });
  if (result.ok || result.id === operationId) return accepted(operationId, pool, !result.ok);
  const message = `"${pool.name}" was changed at this very moment; say it once more`;
  return refused('pool', message, `/egress-pool show ${pool.name}`);
}

function planOf(pool: Pool, change: NamespaceChange, grants: Grant[]): NamespacePlan {
  const toAsk = letsMoreIn(pool.namespaces, change) ? grants : [];
  return { kind: 'planned', pool, after: namespacesAfter(pool.namespaces, change), toAsk };
}

function accepted(operationId: string, { name }: Pool, repeated: boolean): RequestAnswer {
  return { kind: 'accepted', operationId, poolName: name, repeated };
}

function claimed({ name }: Pool, by: string): Refusal {
  const message = `another change of "${name}" is not finished; retry it or roll it back first`;
  return refused('pool', message, `/egress-pool status ${by}`);
}

function notReady({ name, state }: Pool): Refusal {
  return refused(
    'pool',
    `"${name}" is ${state}; its namespaces can be changed once it is ready`,
    `/egress-pool show ${name}`,
  );
}
