import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { Announcement } from '../domain/operation.ts';
import { isProblem, parseDurationMs } from '../domain/parse-flags.ts';
import { grantChange } from '../store/access-records.ts';
import { beginRequest, planOperationId } from './begin-request.ts';
import type { UseCaseContext } from './context.ts';
import { extensionOf } from './grant-clock.ts';
import { isOpen, readGrant, readRequest, requestIdPattern } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { noSuchGrant, poolStewards } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';

export type ExtendAnswer = { kind: 'accepted'; requestId: string; grant: Grant; repeated: boolean } | Refusal;

export interface ExtendRequest {
  grantId: string;
  requestId: string;
  /** By how long; as long as it was first asked for when left out. */
  for?: string;
  reason?: string;
  announcement: Announcement;
}

/**
 * Asks for a later end of an active grant, with the CIDRs and namespaces it has. Whether people are asked is for the
 * rule to say when the round opens. One open request for a grant at a time.
 */
export async function extendGrant(ctx: UseCaseContext, asked: ExtendRequest): Promise<ExtendAnswer> {
  const grant = await readGrant(ctx.store, asked.grantId);
  if (!grant) return noSuchGrant(asked.grantId);
  const refusal = refusalUnless(ctx, { ids: await poolStewards(ctx, grant), what: 'extend this grant' });
  if (refusal) return refusal;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people extend a grant.' };
  if (!requestIdPattern.test(asked.requestId)) {
    return refused('request', 'this is no id of a request', 'req-abcdefghjkmn');
  }
  const pending =
    grant.pendingRequestId === undefined ? undefined : await readRequest(ctx.store, grant.pendingRequestId);
  if (pending?.id === asked.requestId) return { kind: 'accepted', requestId: pending.id, grant, repeated: true };
  if (pending && isOpen(pending)) {
    return refused(
      'grant',
      `${grant.id} has an open request already: ${pending.id}`,
      `/egress-pool grants ${grant.poolName}`,
    );
  }
  const durationMs = durationOf(grant, asked.for);
  if (isProblem(durationMs)) return { kind: 'refused', problems: [durationMs] };
  const problem = extensionProblem(ctx, { grant, durationMs });
  if (problem) return refused('for', problem, `/egress-pool allow ${grant.poolName} ${grant.instanceId}`);
  return begin(ctx, { asked, grant, durationMs, userId: ctx.actor.userId });
}

function durationOf({ firstDuration }: Grant, text: string | undefined) {
  const firstMs = firstDuration.kind === 'limited' ? firstDuration.durationMs : 0;
  const given = parseDurationMs('for', text);
  return isProblem(given) ? given : (given ?? firstMs);
}

/** Nothing of this depends on the rule, which is known when the plan is there. */
function extensionProblem(ctx: UseCaseContext, { grant, durationMs }: { grant: Grant; durationMs: number }) {
  const { clock, settings } = ctx;
  const rule = { autoApprove: false, require: [], extendOnceFreely: false };
  const extension = extensionOf({ clock, policy: settings.policy }, { grant, durationMs, rule, nowMs: clock.now() });
  return extension.kind === 'refused' ? extension.text : undefined;
}

async function begin(
  ctx: UseCaseContext,
  { asked, grant, durationMs, userId }: { asked: ExtendRequest; grant: Grant; durationMs: number; userId: string },
): Promise<ExtendAnswer> {
  const { poolId, poolName, clusterName, regionId, instanceId, instanceName } = grant;
  // Whoever asked for any version decides about none of them, also when this one comes to nothing.
  const requesters = [...new Set([...grant.requesters, userId])];
  const { requestId, announcement } = asked;
  const reason = asked.reason?.trim().slice(0, 1_000) || grant.reason;
  const duration: AccessRequest['duration'] = { kind: 'limited', durationMs };
  const result = await beginRequest(
    ctx,
    {
      ...{ id: requestId, kind: 'extension', grantId: grant.id, poolId, poolName, clusterName, regionId },
      ...{ instanceId, instanceName, requesters, reason, duration, announcement },
    },
    [grantChange({ ...grant, requesters, pendingRequestId: requestId })],
  );
  if (result.ok) return { kind: 'accepted', requestId, grant, repeated: false };
  const isRepeat = result.id === requestId || result.id === planOperationId(requestId);
  if (isRepeat) return { kind: 'accepted', requestId, grant, repeated: true };
  return refused('grant', `${grant.id} is changing right now; try again`, `/egress-pool extend ${grant.id}`);
}
