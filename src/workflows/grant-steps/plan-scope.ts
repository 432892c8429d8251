import type { PlannedCidr, PlannedInstance } from '../../domain/grants/grant-plan.ts';
import { entrySet } from '../../domain/grants/whitelist-entries.ts';
import { namespacesAfter } from '../../domain/namespace-change.ts';
import type { PlanSubject } from './compute-grant-plan.ts';
import type { SeenDatabase, SeenDatabases } from './read-databases.ts';

/** The CIDRs of a request that changes none; undefined when those of the pool as it is now are asked for. */
export function keptCidrs({ request, grant }: PlanSubject): PlannedCidr[] | undefined {
  const keeps = request.kind === 'extension' || request.kind === 'namespaces' || request.kind === 'repair';
  return keeps ? grant?.inForce?.cidrs : undefined;
}

/** What people are asked to let in: of a repair exactly what is to be put back. */
export function addedCidrs(
  { request, grant, isResumed }: PlanSubject,
  { totalCidrs, instances }: { totalCidrs: PlannedCidr[]; instances: PlannedInstance[] },
): readonly PlannedCidr[] {
  if (request.kind === 'repair') {
    // Some of it stands there again already.
    if (isResumed) return request.plan?.plan.addedCidrs ?? [];
    const present = instances.map(({ entriesBefore }) => entrySet(entriesBefore));
    return totalCidrs.filter(({ cidr }) => present.some((entries) => !entries.has(cidr)));
  }
  const known = new Set(grant?.inForce?.cidrs.map(({ cidr }) => cidr));
  return totalCidrs.filter(({ cidr }) => !known.has(cidr));
}

/** Read-only instances that the request is about: other namespaces are written to no whitelist, so to no new one. */
export function replicasFor({ request, grant }: PlanSubject, { replicas }: SeenDatabases): SeenDatabase[] {
  if (request.kind !== 'namespaces') return replicas;
  const written = new Set(grant?.inForce?.instances.map(({ instanceId }) => instanceId));
  return replicas.filter(({ detail }) => written.has(detail.instanceId));
}

/** The namespaces that the pool is for once the request is carried out. */
export function namespacesFor({ request, pool }: PlanSubject): string[] {
  return request.namespaceChange ? namespacesAfter(pool.namespaces, request.namespaceChange) : pool.namespaces;
}
