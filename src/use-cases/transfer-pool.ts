import { actorId } from '../domain/actor.ts';
import { isProblem } from '../domain/parse-flags.ts';
import { parseOwnerGroup } from '../domain/parse-owner-group.ts';
import { amendPool } from './amend-pool.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';

/**
 * Gives a pool to another user group; for its owner and the operators. The one who gave it has no right over it from then
 * on, unless they are in the group. Throws STORE_UNAVAILABLE.
 */
export async function transferPool(
  ctx: UseCaseContext,
  asked: { poolName: string; group: string },
): Promise<{ kind: 'accepted'; group: string; isReadable: boolean } | Refusal> {
  const group = parseOwnerGroup(asked.group);
  if (isProblem(group)) return refused('group', group.message, `/egress-pool owner ${asked.poolName} @payments-team`);
  const people = ctx.people.memberships([group])[group] ?? 'unknown';
  if (people.length === 0) {
    return refused('group', 'nobody is in that user group, so nobody could change the pool', '@payments-team');
  }
  const answer = await amendPool(ctx, {
    poolName: asked.poolName,
    what: 'give this pool to somebody else',
    change: { ownerGroup: group },
    audit: {
      what: 'pool.owner-changed',
      details: ({ ownerGroup, requestedBy }) => ({ from: ownerGroup ?? actorId(requestedBy), to: group }),
    },
  });
  return answer.kind === 'accepted' ? { ...answer, group, isReadable: people !== 'unknown' } : answer;
}
