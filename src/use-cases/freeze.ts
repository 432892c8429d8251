import { actorId } from '../domain/actor.ts';
import { freezeChange, freezeOf, freezeRecordId } from '../store/access-records.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/** Stops every whitelist write that adds; what removes goes on. Requests may still be made and decided. */
export async function freeze(ctx: UseCaseContext, asked: { reason?: string }): Promise<{ kind: 'accepted' } | Refusal> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.operators, what: 'freeze' });
  if (refusal) return refusal;
  const reason = (asked.reason ?? '').trim().slice(0, 1_000);
  const record = await ctx.store.read(freezeRecordId);
  const frozen = freezeOf(record);
  if (frozen) return refused('freeze', alreadyFrozen(frozen.reason), '/egress-pool unfreeze');
  const atMs = ctx.clock.now();
  const by = actorId(ctx.actor);
  await ctx.store.commit({
    records: [freezeChange({ reason, by, atMs })],
    audit: [{ what: 'freeze.on', subject: freezeRecordId, actor: by, atMs, details: { reason } }],
  });
  return { kind: 'accepted' };
}

function alreadyFrozen(reason: string): string {
  return reason === '' ? 'it is frozen already' : `it is frozen already: ${reason.slice(0, 200)}`;
}
