import { markerKeys } from '../domain/markers.ts';
import type { GrantTenderDeps } from './grant-tender-deps.ts';

/**
 * How many pods of these namespaces are on a pool's nodes: those that lose a database when a grant ends. Undefined when
 * the cluster does not answer; nobody waits for that to be told of an end.
 */
export async function countPods(
  { clusters, installation, log }: Pick<GrantTenderDeps, 'clusters' | 'installation' | 'log'>,
  about: { id: string; clusterName: string; poolId: string; namespaces: readonly string[] },
): Promise<number | undefined> {
  try {
    const cluster = clusters.cluster(about.clusterName);
    const ours = `${markerKeys.pool}=${about.poolId},${markerKeys.installation}=${installation}`;
    const nodes = new Set((await cluster.listNodes(ours)).map(({ name }) => name));
    const pods = await Promise.all(about.namespaces.map((namespace) => cluster.listPods({ namespace })));
    return pods.flat().filter(({ nodeName, phase }) => nodes.has(nodeName ?? '') && !hasEnded(phase)).length;
  } catch (err) {
    log.warn({ about: about.id, err }, 'the pods of a pool could not be counted');
    return undefined;
  }
}

function hasEnded(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
