import { isOurs, type Marker } from '../../domain/markers.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import { type SelectedPool, selectorText } from '../../domain/pool-network.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import { configMapNamespace as namespace } from './terway-config-map.ts';

/**
 * Takes away the pool's ConfigMap for Terway and the record, never while a node carries the label: Terway would fall
 * back to another network (DESIGN promise 3). What carries another marker stays.
 */
export async function deleteConfigMaps(
  kubernetes: Kubernetes,
  context: StepContext,
  { marker, pool }: { marker: Marker; pool: SelectedPool },
): Promise<StepOutcome> {
  const nodes = await kubernetes.listNodes(selectorText(pool));
  if (nodes.length > 0) {
    const names = nodes.slice(0, 5).map(({ name }) => name);
    return waiting(
      `${nodes.length} nodes with its label to leave the cluster: ${names.join(', ')}`,
      context.startedAtMs,
    );
  }
  for (const name of [pool.configMapName, recordConfigMapNameOf(marker.poolName)]) {
    const found = await kubernetes.readConfigMap(namespace, name);
    if (!found || !isOurs(found.labels, marker)) continue;
    await context.fence();
    await kubernetes.deleteConfigMap({ namespace, name, uid: found.uid });
  }
  return done({ deleted: pool.configMapName });
}
