import { actorId } from '../domain/actor.ts';
import type { AuditWhat } from '../domain/audit-what.ts';
import { operationIdFrom } from '../domain/names.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { poolChange, poolOf } from '../store/pool-record.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

export interface Amendment {
  poolName: string;
  /** For the refusal: "may ...". */
  what: string;
  change: Pick<Pool, 'ownerGroup'> | Pick<Pool, 'description'>;
  audit: { what: AuditWhat; details: (before: Pool) => Record<string, unknown> };
}

/** In other states an operation holds the pool's document and would write its own over this. */
const amendable: readonly PoolState[] = ['ready', 'degraded'];
/** Tries again when an operation wrote to the pool in between. */
const tries = 10;

/**
 * Changes what people decide of a pool without a cloud, in the name of its owner or an operator, and begins what writes it
 * into the pool's record. Rights are looked at again with every try, so that of two who give a pool away at once only one
 * does. Throws STORE_UNAVAILABLE.
 */
export async function amendPool(
  ctx: UseCaseContext,
  { poolName, what, change, audit }: Amendment,
): Promise<{ kind: 'accepted' } | Refusal> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const found = await findPool(ctx.store, poolName);
    if ('kind' in found) return found;
    const record = await ctx.store.read(found.id);
    const pool = record && poolOf(record);
    const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool ?? found), what });
    if (refusal) return refusal;
    if (!record || !pool || !amendable.includes(pool.state)) return notNow(pool ?? found);
    const atMs = ctx.clock.now();
    const details = { pool: pool.name, ...audit.details(pool) };
    const result = await beginOperation(ctx, {
      id: operationIdFrom(`${pool.id}.${record.rev}.record`),
      ...{ kind: 'record-pool', poolId: pool.id, poolName: pool.name, announcement: undefined, input: {} },
      also: {
        records: [poolChange({ ...pool, ...change }, { states: amendable, rev: record.rev })],
        audit: [{ what: audit.what, subject: pool.id, actor: actorId(ctx.actor), atMs, details }],
      },
    });
    if (result.ok) return { kind: 'accepted' };
  }
  return refused('pool', `"${poolName}" is being changed right now; try again`, `/egress-pool show ${poolName}`);
}

function notNow({ name, state }: Pool): Refusal {
  return refused('pool', `"${name}" is ${state}; this can be changed while it is ready`, `/egress-pool show ${name}`);
}
