import { actorId } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { EndGrantInput } from '../domain/grants/operation-inputs.ts';
import { whitelistGroupName } from '../domain/grants/whitelist-group.ts';
import type { DatabaseInventory } from '../domain/inventory.ts';
import type { Announcement } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { grantChange, liveGrantIndex, pairRecordId } from '../store/access-records.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { findDatabase } from './find-database.ts';
import { isOpen } from './read-access.ts';
import { refused } from './request-answer.ts';
import type { EndAnswer } from './revoke-grant.ts';
import { refusalUnless, stewardsOf } from './rights.ts';
import { closeOpenRequest } from './withdraw-request.ts';

/**
 * Takes a pool out of a database for which nothing records a grant, as after Redis was restored from a backup: an
 * ending like any other, of the pool's own CIDRs in the pool's own group. For the operators and the owner of the pool.
 * A request for the pair that is still open is withdrawn first.
 */
export async function revokeUnrecorded(
  ctx: UseCaseContext,
  asked: {
    pool: Pool;
    /** Those that are open, of whatever pool. */
    requests: readonly AccessRequest[];
    instance: string;
    operationId: string;
    announcement: Announcement;
  },
): Promise<EndAnswer> {
  const { pool } = asked;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: 'revoke what this pool was let into' });
  if (refusal) return refusal;
  const found = findDatabase(ctx, asked.instance);
  if (found.kind !== 'found') return found;
  const { database } = found;
  for (const { id } of asked.requests.filter((one) => isAbout(one, { pool, database }))) {
    await closeOpenRequest(ctx, id, 'What this pool was let into was revoked.');
  }
  const grant = grantToEnd(ctx, { pool, database, operationId: asked.operationId });
  const result = await begin(ctx, { grant, ...asked });
  if (result.ok) return { kind: 'accepted', grant, operationId: asked.operationId, repeated: false };
  if (result.id === asked.operationId || result.id === grant.id) {
    return { kind: 'accepted', grant, operationId: asked.operationId, repeated: true };
  }
  return refused('instance', 'something else about this pool and database goes on', `/egress-pool grants ${pool.name}`);
}

function isAbout(request: AccessRequest, { pool, database }: { pool: Pool; database: DatabaseInventory }): boolean {
  return request.poolId === pool.id && request.instanceId === database.instanceId && isOpen(request);
}

/** What is to be taken out: whatever of the pool's vSwitches stands there. */
function grantToEnd(
  ctx: UseCaseContext,
  { pool, database, operationId }: { pool: Pool; database: DatabaseInventory; operationId: string },
): Grant {
  const { instanceId, regionId, name } = database;
  const { id: poolId, name: poolName, clusterName } = pool;
  return {
    ...{ id: operationId.replace(/^op-/, 'grant-'), state: 'ending', rev: 0 },
    ...{ poolId, poolName, clusterName, regionId, instanceId, instanceName: name || instanceId },
    groupName: whitelistGroupName({ installation: ctx.settings.installation, poolId, poolName }),
    ...{ requesters: [], reason: '', inForce: undefined, firstApprovedAtMs: undefined },
    lastWritten: { [instanceId]: pool.vSwitches.map(({ cidrBlock }) => cidrBlock) },
    ...{ firstDuration: { kind: 'standing' }, endMs: undefined, wasExtendedFreely: false, breakGlass: undefined },
    ...{ pendingRequestId: undefined, operationId, endCause: 'revoked; no grant was on record' },
    ...{ overdueSinceMs: undefined, lastNoticeAtMs: undefined, podsAtNotice: undefined },
    ...{ lastReviewAtMs: undefined, reviewAsks: 0, createdAtMs: ctx.clock.now(), endedAtMs: undefined },
  };
}

function begin(
  ctx: UseCaseContext,
  { grant, operationId, announcement }: { grant: Grant; operationId: string; announcement: Announcement },
) {
  const { id, poolId, poolName, instanceId, endCause: cause = '' } = grant;
  const nowMs = ctx.clock.now();
  const input: EndGrantInput = { grantId: id, cause };
  const details = { pool: poolName, instance: instanceId, cause, operation: operationId };
  return beginOperation(ctx, {
    ...{ id: operationId, kind: 'end-grant', poolId, poolName, announcement, input },
    also: {
      records: [
        grantChange(grant, { absent: true }),
        { id: pairRecordId(grant), expect: { absent: true }, state: 'taken', set: { grant: id } },
      ],
      audit: [{ what: 'grant.ending', subject: id, actor: actorId(ctx.actor), atMs: nowMs, details }],
      due: [{ id, atMs: nowMs }],
      addTo: [{ index: liveGrantIndex, id, atMs: nowMs }],
    },
  });
}
