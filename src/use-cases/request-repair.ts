import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { Announcement } from '../domain/operation.ts';
import { grantChange } from '../store/access-records.ts';
import { driftOf, driftRecordId, type KnownFinding } from '../store/drift-record.ts';
import { beginRequest, planOperationId } from './begin-request.ts';
import type { UseCaseContext } from './context.ts';
import { isOpen, readGrant, readRequest, requestIdPattern } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { concernedBy, noSuchGrant } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';

export type RepairAnswer = { kind: 'accepted'; requestId: string; repeated: boolean } | Refusal;

/**
 * Asks for the entries that somebody else took out of a live grant's whitelist to be put back, as it was approved. It needs
 * the whole approval of the rule, and whoever asks decides about nothing. Entries of others have to go first, by hand.
 */
export async function requestRepair(
  ctx: UseCaseContext,
  asked: { grantId: string; requestId: string; announcement: Announcement },
): Promise<RepairAnswer> {
  const { grantId, requestId } = asked;
  const [grant, drift] = await Promise.all([readGrant(ctx.store, grantId), ctx.store.read(driftRecordId)]);
  if (!grant) return noSuchGrant(grantId);
  const [ids, pending] = await Promise.all([
    concernedBy(ctx, grant),
    readRequest(ctx.store, grant.pendingRequestId ?? ''),
  ]);
  const refusal = refusalUnless(ctx, { ids, what: 'ask for a repair of this grant' });
  if (refusal) return refusal;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people ask for a repair.' };
  if (!requestIdPattern.test(requestId)) return refused('request', 'this is no id of a request', 'req-abcdefghjkmn');
  if (grant.pendingRequestId === requestId) return { kind: 'accepted', requestId, repeated: true };
  return (
    whyNot(grant, { pending, known: driftOf(drift).findings }) ??
    begin(ctx, { ...asked, grant, userId: ctx.actor.userId })
  );
}

function whyNot(
  { id, state, poolName }: Grant,
  { pending, known }: { pending: AccessRequest | undefined; known: KnownFinding[] },
): Refusal | undefined {
  const example = `/egress-pool grants ${poolName}`;
  if (state !== 'active') return refused('grant', `${id} is ${state}; only an active grant can be repaired`, example);
  if (pending && isOpen(pending)) return refused('grant', `${id} has an open request already: ${pending.id}`, example);
  const open = known.filter(({ finding, goneAtMs }) => finding.grantId === id && goneAtMs === undefined);
  const unknown = open.filter(({ finding }) => finding.kind === 'unknown').flatMap(({ finding }) => finding.entries);
  if (unknown.length === 0) return undefined;
  const message = `somebody else put ${unknown.slice(0, 5).join(', ')} into our group; a DBA has to take that out by hand first`;
  return refused('grant', message, example);
}

async function begin(
  ctx: UseCaseContext,
  asked: { grant: Grant; requestId: string; announcement: Announcement; userId: string },
): Promise<RepairAnswer> {
  const { grant, requestId, announcement, userId } = asked;
  const { poolId, poolName, clusterName, regionId, instanceId, instanceName, reason, firstDuration } = grant;
  // Whoever asked for any version decides about none of them.
  const requesters = [...new Set([...grant.requesters, userId])];
  const result = await beginRequest(
    ctx,
    {
      ...{ id: requestId, kind: 'repair', grantId: grant.id, poolId, poolName, clusterName, regionId, instanceId },
      ...{ instanceName, requesters, reason, duration: firstDuration, announcement },
    },
    [grantChange({ ...grant, requesters, pendingRequestId: requestId })],
  );
  const isRepeat = !result.ok && (result.id === requestId || result.id === planOperationId(requestId));
  if (result.ok || isRepeat) return { kind: 'accepted', requestId, repeated: isRepeat };
  return refused('grant', `${grant.id} is changing right now; try again`, `/egress-pool grants ${poolName}`);
}
