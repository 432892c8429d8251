import type { Actor } from '../domain/actor.ts';
import type { CreateRequest } from '../domain/create-request.ts';
import { configMapNameOf } from '../domain/names.ts';
import type { Pool } from '../domain/pool.ts';
import type { UseCaseContext } from './context.ts';

/** A pool as it is when its creation begins. */
export function poolDocument(
  ctx: Pick<UseCaseContext, 'clock'> & { settings: Pick<UseCaseContext['settings'], 'clusters'> },
  about: { poolId: string; operationId: string; requestedBy: Actor; request: CreateRequest },
): Pool {
  const { poolId, operationId, requestedBy, request } = about;
  const cluster = ctx.settings.clusters.find(({ name }) => name === request.clusterName);
  const now = ctx.clock.now();
  return {
    id: poolId,
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
    requestedBy,
    createdAtMs: now,
    readyAtMs: undefined,
    reviewAtMs: request.ttlMs === undefined ? undefined : ctx.clock.after(request.ttlMs, now),
    operationId,
  };
}
