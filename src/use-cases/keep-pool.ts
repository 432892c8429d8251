import { actorId } from '../domain/actor.ts';
import { behind } from '../notify/notify.ts';
import { poolChange, poolOf } from '../store/pool-record.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

const keptForMs = 30 * 24 * 3_600_000;
/** Tries again when somebody else wrote to the pool in between. */
const tries = 10;

/** Says of a pool whose time is over that it is needed for another thirty days; for its owner and the operators. */
export async function keepPool(
  ctx: UseCaseContext,
  { poolId }: { poolId: string },
): Promise<{ kind: 'accepted'; poolName: string; untilMs: number } | Refusal> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const record = await ctx.store.read(poolId);
    if (!record) return refused('pool', 'there is no such pool any more', '/egress-pool list');
    const pool = poolOf(record);
    const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: `keep "${pool.name}"` });
    if (refusal) return refusal;
    if (pool.state === 'deleting' || pool.state === 'gone' || !pool.review || pool.review.keptBy) {
      const why = pool.review?.keptBy ? 'is kept already' : `is ${pool.state}`;
      return refused('pool', `"${pool.name}" ${why}`, `/egress-pool show ${pool.name}`);
    }
    const atMs = ctx.clock.now();
    const untilMs = ctx.clock.after(keptForMs, atMs);
    const result = await ctx.store.commit({
      records: [
        poolChange(
          { ...pool, reviewAtMs: untilMs, review: { ...pool.review, keptBy: ctx.actor } },
          { rev: record.rev },
        ),
      ],
      audit: [
        {
          ...{ what: 'pool.kept', subject: poolId, actor: actorId(ctx.actor), atMs },
          details: { pool: pool.name, untilMs },
        },
      ],
      due: [{ id: poolId, atMs: untilMs }, behind(poolId, atMs)],
    });
    if (!result.ok) continue;
    await ctx.queues.enqueue('slack', behind(poolId, 0).id).catch(() => undefined);
    return { kind: 'accepted', poolName: pool.name, untilMs };
  }
  return refused('pool', 'the pool is being changed right now; try again', '/egress-pool list');
}
