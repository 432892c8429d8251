import type { Announcement } from '../domain/operation.ts';
import { pairRecordId } from '../store/access-records.ts';
import { beginRequest, planOperationId } from './begin-request.ts';
import { type CheckedGrantRequest, checkGrantRequest, type RawGrantRequest } from './check-grant-request.ts';
import type { UseCaseContext } from './context.ts';
import { isOpen, readGrant, readRequest, requestIdPattern } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

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
 * at a time. Throws STORE_UNAVAILABLE.
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
  const { pool, database } = checked;
  const pair = { poolId: pool.id, instanceId: database.instanceId };
  const grantId = requestId.replace(/^req-/, 'grant-');
  const { regionId, instanceId, name: instanceName } = database;
  const result = await beginRequest(
    ctx,
    {
      ...{ id: requestId, kind: raw.breakGlass ? 'break-glass' : 'first-grant', grantId, announcement },
      ...{ poolId: pool.id, poolName: pool.name, clusterName: pool.clusterName },
      ...{ regionId, instanceId, instanceName: instanceName || instanceId, requesters: [ctx.actor.userId] },
      ...{ reason: checked.reason, duration: checked.duration },
    },
    [
      { id: pairRecordId(pair), expect: { absent: true }, state: 'taken', set: { grant: grantId } },
      { id: pool.id, expect: { states: ['ready'] } },
    ],
  );
  if (result.ok) return accepted(requestId, checked, false);
  if (result.id === requestId || result.id === planOperationId(requestId)) return accepted(requestId, checked, true);
  if (result.id === pool.id)
    return refused('pool', `"${pool.name}" is not ready any more`, `/egress-pool show ${pool.name}`);
  return alreadyThere(ctx, { checked, requestId });
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
