import { actorId } from '../domain/actor.ts';
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
import { findPool } from './find-pool.ts';
import { isOpen, readOpenRequests } from './read-access.ts';
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
  asked: { poolName: string; instance: string; operationId: string; announcement: Announcement },
): Promise<EndAnswer> {
  const pool = await findPool(ctx.store, asked.poolName);
  if ('kind' in pool) return pool;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: 'revoke what this pool was let into' });
  if (refusal) return refusal;
  const found = findDatabase(ctx, asked.instance);
  if (found.kind !== 'found') return found;
  const { database } = found;
  await withdrawOpen(ctx, { pool, database });
  const grant = grantToEnd(ctx, { pool, database, operationId: asked.operationId });
  const result = await begin(ctx, { grant, ...asked });
  if (result.ok) return { kind: 'accepted', grant, operationId: asked.operationId, repeated: false };
  if (result.id === asked.operationId || result.id === grant.id) {
    return { kind: 'accepted', grant, operationId: asked.operationId, repeated: true };
  }
  return refused('instance', 'something else about this pool and database goes on', `/egress-pool grants ${pool.name}`);
}

async function withdrawOpen(
  ctx: UseCaseContext,
  { pool, database }: { pool: Pool; database: DatabaseInventory },
): Promise<void> {
  const open = (await readOpenRequests(ctx.store)).filter(
    (one) => one.poolId === pool.id && one.instanceId === database.instanceId && isOpen(one),
  );
  for (const { id } of open) await closeOpenRequest(ctx, id, 'What this pool was let into was revoked.');
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
