import { checkCreateRequest } from '../domain/check-create-request.ts';
import type { CreateRequest, RawCreateRequest } from '../domain/create-request.ts';
import { configMapNameOf, poolIdFrom } from '../domain/names.ts';
import type { Announcement } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { poolChange, poolIndex, poolNameRecordId } from '../store/pool-record.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless } from './rights.ts';

/**
 * Takes a request for a pool: decides whether the actor may, checks it against config and inventory, and commits pool
 * (its name with it) and operation in one go. A dry run commits the operation only. Throws STORE_UNAVAILABLE.
 */
export async function requestCreatePool(
  ctx: UseCaseContext,
  request: { operationId: string; raw: RawCreateRequest; announcement: Announcement },
): Promise<RequestAnswer> {
  const refusal = refusalUnless(ctx, { ids: ctx.settings.requesters, what: 'create pools' });
  if (refusal) return refusal;
  if (ctx.settings.createNeedsApproval && !request.raw.dryRun) {
    return refused(
      'command',
      'the configuration asks for an approval before a pool is made, which this release cannot collect; only a dry run is possible',
      '--dry-run',
    );
  }
  const checked = checkCreateRequest(request.raw, { clusters: ctx.settings.clusters, inventory: ctx.inventory() });
  if (!checked.ok) return { kind: 'refused', problems: checked.problems };
  const { operationId, announcement } = request;
  const pool = newPool(ctx, operationId, checked.request);
  const result = await beginOperation(ctx, {
    id: operationId,
    kind: checked.request.dryRun ? 'plan-pool' : 'create-pool',
    poolId: pool.id,
    poolName: pool.name,
    announcement,
    input: checked.request,
    also: claimName(pool, checked.request.dryRun),
  });
  if (result.ok) return { kind: 'accepted', operationId, poolName: pool.name, repeated: false };
  if (result.id === operationId) return { kind: 'accepted', operationId, poolName: pool.name, repeated: true };
  return refused('name', `there is a pool "${pool.name}" already`, `${pool.name.slice(0, 38)}-2`);
}

function claimName(pool: Pool, dryRun: boolean) {
  const name = { id: poolNameRecordId(pool.name), expect: { absent: true as const } };
  if (dryRun) return { records: [name] };
  return {
    records: [{ ...name, state: 'taken', set: { pool: pool.id } }, poolChange(pool, { absent: true })],
    addTo: [{ index: poolIndex, id: pool.id, atMs: pool.createdAtMs }],
  };
}

function newPool(ctx: UseCaseContext, operationId: string, request: CreateRequest): Pool {
  const cluster = ctx.settings.clusters.find(({ name }) => name === request.clusterName);
  const now = ctx.clock.now();
  return {
    id: poolIdFrom(operationId),
    name: request.name,
    state: 'creating',
    clusterName: request.clusterName,
    clusterId: cluster?.clusterId ?? '',
    regionId: cluster?.regionId ?? '',
    vpcId: '',
    expectedPods: request.expectedPods,
    nodes: request.nodes ?? { min: 0, max: 0 },
    instanceTypes: request.instanceTypes ?? cluster?.instanceTypes ?? [],
    vSwitches: [],
    configMapName: configMapNameOf(request.name),
    nodePoolId: undefined,
    namespaces: request.namespaces,
    namespacesEnforced: undefined,
    ownerGroup: request.ownerGroup,
    requestedBy: ctx.actor,
    createdAtMs: now,
    readyAtMs: undefined,
    reviewAtMs: request.ttlMs === undefined ? undefined : ctx.clock.after(request.ttlMs, now),
    operationId,
  };
}
