import { markerKeys } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** Pods of these namespaces on the pool's nodes, as `namespace/name`: what was there before is not evicted. */
export async function podsStillRunning(deps: WorkflowDeps, pool: Pool, namespaces: string[]): Promise<string[]> {
  if (namespaces.length === 0) return [];
  const kubernetes = kubernetesOf(deps, pool.clusterName);
  const nodes = await kubernetes.listNodes(`${markerKeys.pool}=${pool.id}`);
  const nodeNames = new Set(nodes.map(({ name }) => name));
  const pods = await Promise.all(namespaces.map((namespace) => kubernetes.listPods({ namespace })));
  return pods
    .flat()
    .filter(({ nodeName, phase }) => nodeNames.has(nodeName ?? '') && phase !== 'Succeeded' && phase !== 'Failed')
    .map(({ namespace, name }) => `${namespace ?? ''}/${name}`)
    .sort();
}
