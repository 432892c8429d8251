import type { Grant } from '../domain/grants/grant.ts';
import { markerKeys } from '../domain/markers.ts';
import type { GrantTenderDeps } from './grant-tender-deps.ts';

/**
 * How many pods of a grant's namespaces are on its pool's nodes: those that lose the database when it ends. Undefined
 * when the cluster does not answer; nobody waits for that to be told of an end.
 */
export async function countPods(
  { clusters, installation, log }: Pick<GrantTenderDeps, 'clusters' | 'installation' | 'log'>,
  grant: Pick<Grant, 'id' | 'clusterName' | 'poolId' | 'inForce'>,
): Promise<number | undefined> {
  try {
    const cluster = clusters.cluster(grant.clusterName);
    const ours = `${markerKeys.pool}=${grant.poolId},${markerKeys.installation}=${installation}`;
    const nodes = new Set((await cluster.listNodes(ours)).map(({ name }) => name));
    const namespaces = grant.inForce?.namespaces ?? [];
    const pods = await Promise.all(namespaces.map((namespace) => cluster.listPods({ namespace })));
    return pods.flat().filter(({ nodeName, phase }) => nodes.has(nodeName ?? '') && !hasEnded(phase)).length;
  } catch (err) {
    log.warn({ grant: grant.id, err }, 'the pods behind a grant could not be counted');
    return undefined;
  }
}

function hasEnded(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
