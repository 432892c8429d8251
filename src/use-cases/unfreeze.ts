import { actorId } from '../domain/actor.ts';
import { freezeOf, freezeRecordId, unfreezeChange } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/** Lets whitelist writes that add go on. */
export async function unfreeze(
  ctx: UseCaseContext,
  _asked: Record<string, never>,
): Promise<{ kind: 'accepted' } | Refusal> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.operators, what: 'unfreeze' });
  if (refusal) return refusal;
  const record = await ctx.store.read(freezeRecordId);
  if (!record || !freezeOf(record)) return refused('freeze', 'nothing is frozen', '/egress-pool freeze "why"');
  await ctx.store.commit({
    records: [{ ...unfreezeChange(), expect: { rev: record.rev } }],
    audit: [
      { what: 'freeze.off', subject: freezeRecordId, actor: actorId(ctx.actor), atMs: ctx.clock.now(), details: {} },
    ],
  });
  return { kind: 'accepted' };
}
