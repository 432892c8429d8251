import { isIn } from '../domain/approvals/membership.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { requestStateAt } from '../domain/grants/request-states.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import type { UseCaseContext } from './context.ts';
import { readOpenRequests } from './read-access.ts';

/** What a person has asked for, what waits for their word, and the grants that they asked for; nothing for others. */
export async function requestsConcerning(
  ctx: UseCaseContext,
): Promise<{ mine: AccessRequest[]; waitingForMe: AccessRequest[]; grants: Grant[] }> {
  if (ctx.actor.kind !== 'slack-user') return { mine: [], waitingForMe: [], grants: [] };
  const { userId } = ctx.actor;
  const [requests, grants] = await Promise.all([readOpenRequests(ctx.store), readLiveGrants(ctx.store)]);
  const nowMs = ctx.clock.now();
  return {
    mine: requests.filter(({ requestedBy }) => requestedBy.kind === 'slack-user' && requestedBy.userId === userId),
    waitingForMe: requests.filter((one) => requestStateAt(one, nowMs) === 'pending' && waitsFor(userId, one)),
    grants: grants.filter(({ requesters }) => requesters.includes(userId)),
  };
}

/** By who was in the groups when the round opened; the click itself is judged by fresh reads. */
function waitsFor(userId: string, { rule, opened, requesters, decisions }: AccessRequest): boolean {
  if (!rule || !opened || requesters.includes(userId)) return false;
  if (decisions.some(({ personId }) => personId === userId)) return false;
  return rule.require.some(({ group }) => isIn(opened.memberships, { personId: userId, group }) === 'yes');
}
