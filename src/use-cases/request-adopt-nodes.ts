import type { Announcement } from '../domain/operation.ts';
import { quoted } from '../domain/parse-flags.ts';
import type { Pool } from '../domain/pool.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { type Refusal, type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/** What was asked for, as typed. */
export interface RawAdoptRequest {
  pool: string;
  nodes: string[];
  /** The pool's name once more; undefined: not confirmed yet. */
  confirm: string | undefined;
  dryRun: boolean;
  /** The pool that a form was opened for: another one may have its name by now. */
  poolId?: string | undefined;
}

export interface AdoptPreview {
  kind: 'found';
  pool: Pool;
  nodes: string[];
}

/** Each of them takes minutes and a system disk; and their names have to fit into a form. */
const mostNodes = 10;
const nodeNamePattern = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * Takes a request to bring nodes that exist into a pool, from an operator who has typed the pool's name once more. Which
 * nodes can come over is for the plan to find, which a dry run only shows. Throws STORE_UNAVAILABLE.
 */
export async function requestAdoptNodes(
  ctx: UseCaseContext,
  request: { operationId: string; raw: RawAdoptRequest; announcement: Announcement },
): Promise<RequestAnswer> {
  const { operationId, raw, announcement } = request;
  const found = await previewAdopt(ctx, { ...raw, operationId });
  if (found.kind !== 'found') return found;
  const { pool, nodes } = found;
  if (!raw.dryRun && raw.confirm !== pool.name) {
    const message = `type the name of the pool to adopt nodes into it: ${pool.name}`;
    return refused('confirm', message, `/egress-pool adopt ${pool.name} ${nodes.join(' ')} --confirm ${pool.name}`);
  }
  const result = await beginOperation(ctx, {
    ...{ id: operationId, poolId: pool.id, poolName: pool.name, announcement, input: { nodes } },
    kind: raw.dryRun ? 'plan-adopt' : 'adopt-nodes',
  });
  return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
}

/** What a person sees before they type the pool's name, or why there is nothing to confirm. Throws STORE_UNAVAILABLE. */
export async function previewAdopt(
  ctx: UseCaseContext,
  asked: Pick<RawAdoptRequest, 'pool' | 'nodes' | 'dryRun' | 'poolId'> & { operationId: string },
): Promise<AdoptPreview | Refusal> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.operators, what: 'adopt nodes' });
  if (refusal) return refusal;
  const pool = await findPool(ctx.store, asked.pool);
  if ('kind' in pool) return pool;
  const { name, state, changedBy } = pool;
  if (asked.poolId !== undefined && asked.poolId !== pool.id) {
    return refused('pool', `"${name}" is another pool than the one the form was opened for`, '/egress-pool list');
  }
  if (state !== 'ready') {
    return refused('pool', `"${name}" is ${state}; only a ready pool can take nodes`, `/egress-pool show ${name}`);
  }
  if (changedBy !== undefined && changedBy !== asked.operationId && !asked.dryRun) {
    const message = `another change of "${name}" is not finished; retry it or roll it back first`;
    return refused('pool', message, `/egress-pool status ${changedBy}`);
  }
  const nodes = [...new Set(asked.nodes)];
  return nodesProblem(nodes, name) ?? { kind: 'found', pool, nodes };
}

function nodesProblem(nodes: string[], poolName: string): Refusal | undefined {
  const example = `/egress-pool adopt ${poolName} cn-beijing.10.0.1.7`;
  const wrong = nodes.find((node) => !nodeNamePattern.test(node));
  if (wrong !== undefined) return refused('node', `${quoted(wrong)} is no name of a node`, example);
  if (nodes.length > mostNodes) return refused('node', `at most ${mostNodes} nodes at a time`, example);
  return undefined;
}
