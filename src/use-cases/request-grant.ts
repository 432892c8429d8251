import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Announcement } from '../domain/operation.ts';
import { messageId } from '../notify/notify.ts';
import { pairRecordId } from '../store/access-records.ts';
import type { CommitResult } from '../store/store.ts';
import { beginRequest, planOperationId } from './begin-request.ts';
import { type CheckedGrantRequest, checkGrantRequest, type RawGrantRequest } from './check-grant-request.ts';
import type { UseCaseContext } from './context.ts';
import { isOpen, readGrant, readRequest, requestIdPattern } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';
import { takePair } from './take-pair.ts';

export type GrantAnswer =
  | {
      kind: 'accepted';
      requestId: string;
      poolName: string;
      instanceName: string;
      /** Who will be asked, in words, with the ids of groups. */
      asked: string;
      askedGroups: { group: string; min: number }[];
      /** The same trigger was taken before; nothing was begun anew. */
      repeated: boolean;
    }
  | Refusal;

/**
 * Takes a request to let a pool into a database: decides whether the actor may ask, checks what is known, and commits
 * the request with the operation that plans it. The pair of pool and instance is taken with it, so that there is one
 * at a time; a break-glass takes it from a request that waits. Throws STORE_UNAVAILABLE.
 */
export async function requestGrant(
  ctx: UseCaseContext,
  request: { requestId: string; raw: RawGrantRequest; announcement: Announcement },
): Promise<GrantAnswer> {
  const { requestId, raw, announcement } = request;
  const refusal = refusalUnless(ctx, { ids: ctx.settings.requesters, what: 'ask for database access' });
  if (refusal) return refusal;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people ask for database access.' };
  if (!requestIdPattern.test(requestId)) return refused('request', 'this is no id of a request', 'req-abcdefghjkmn');
  const checked = await checkGrantRequest(ctx, raw, requestId);
  if (checked.kind !== 'checked') return checked;
  const { pool } = checked;
  const requesters = [ctx.actor.userId];
  const isBreakGlass = raw.breakGlass === true;
  const result = await begin(ctx, checked, { requestId, isBreakGlass, announcement, requesters });
  if (result.ok) return accepted(requestId, checked, false);
  if (result.id === requestId || result.id === planOperationId(requestId)) return accepted(requestId, checked, true);
  if (result.id === pool.id)
    return refused('pool', `"${pool.name}" is not ready any more`, `/egress-pool show ${pool.name}`);
  return alreadyThere(ctx, { checked, requestId });
}

/** Tries again when the request that a break-glass puts aside was clicked on in between. */
const tries = 5;

async function begin(
  ctx: UseCaseContext,
  { pool, database, reason, duration }: CheckedGrantRequest,
  asked: { requestId: string; isBreakGlass: boolean; announcement: Announcement; requesters: string[] },
): Promise<CommitResult> {
  const { requestId, isBreakGlass, announcement, requesters } = asked;
  const { regionId, instanceId, name } = database;
  const grantId = requestId.replace(/^req-/, 'grant-');
  const kind = isBreakGlass ? ('break-glass' as const) : ('first-grant' as const);
  const about = { poolId: pool.id, poolName: pool.name, clusterName: pool.clusterName, regionId, instanceId };
  for (let attempt = 1; ; attempt += 1) {
    const taken = await takePair(ctx, { requestId, grantId, poolId: pool.id, instanceId, isBreakGlass });
    const result = await beginRequest(
      ctx,
      {
        ...about,
        id: requestId,
        kind,
        grantId,
        announcement,
        instanceName: name || instanceId,
        requesters,
        reason,
        duration,
      },
      [...taken.records, { id: pool.id, expect: { states: ['ready'] } }],
      taken.also,
    );
    if (result.ok) await tellOfSuperseded(ctx, taken.superseded);
    const isAside = !result.ok && taken.superseded !== undefined && ![requestId, pool.id].includes(result.id);
    if (!isAside || attempt === tries) return result;
  }
}

/** What cannot be enqueued now is found by the due sweep. */
async function tellOfSuperseded({ queues }: UseCaseContext, superseded: AccessRequest | undefined): Promise<void> {
  if (!superseded) return;
  const { id, operationId } = superseded;
  await Promise.allSettled([
    queues.enqueue('slack', messageId(id)),
    ...(operationId === undefined ? [] : [queues.promote('operations', operationId)]),
  ]);
}

function accepted(
  requestId: string,
  { pool, database, rule, asked }: CheckedGrantRequest,
  repeated: boolean,
): GrantAnswer {
  return {
    ...{ kind: 'accepted', requestId, poolName: pool.name, instanceName: database.name || database.instanceId },
    asked:
      asked.map(({ group, need }) => `${need} of ${group}`).join(' and ') || 'nobody: the rule approves it by itself',
    askedGroups: rule.require.map(({ group, min }) => ({ group, min })),
    repeated,
  };
}

/** Says what holds the pair: a grant that lives, or a request that is open. */
async function alreadyThere(
  ctx: UseCaseContext,
  { checked, requestId }: { checked: CheckedGrantRequest; requestId: string },
): Promise<GrantAnswer> {
  const { pool, database } = checked;
  const pair = await ctx.store.read(pairRecordId({ poolId: pool.id, instanceId: database.instanceId }));
  const grantId = pair?.fields.grant ?? '';
  // Asked again after what it became has taken the pair.
  if (grantId === requestId.replace(/^req-/, 'grant-')) return accepted(requestId, checked, true);
  const what = `"${pool.name}" and ${database.instanceId}`;
  const grant = await readGrant(ctx.store, grantId);
  if (grant) {
    return refused(
      'instance',
      `there is a grant for ${what} already: ${grant.id} (${grant.state})`,
      `/egress-pool extend ${grant.id}`,
    );
  }
  const open = await readRequest(ctx.store, grantId.replace(/^grant-/, 'req-'));
  const name = open && isOpen(open) ? `${open.id} (${open.state})` : 'another one';
  return refused('instance', `there is a request for ${what} already: ${name}`, `/egress-pool grants ${pool.name}`);
}
