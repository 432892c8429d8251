import { actorId } from '../domain/actor.ts';
import type { UseCaseContext } from './context.ts';

/** Writes into the audit log that somebody tried what they may not. */
export async function recordRefusal(
  ctx: UseCaseContext,
  refusal: { what: 'command.refused' | 'action.refused'; subject: string; details: Record<string, unknown> },
): Promise<void> {
  await ctx.store.commit({
    records: [],
    audit: [{ ...refusal, actor: actorId(ctx.actor), atMs: ctx.clock.now() }],
  });
}
