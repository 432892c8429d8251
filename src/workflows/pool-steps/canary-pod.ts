import { type Marker, markerLabels, operationAnnotation } from '../../domain/markers.ts';
import type { PoolNetwork } from '../../domain/pool-network.ts';
import { workloadPatch } from '../../domain/workload-patch.ts';
import type { Kubernetes, Pod, PodToCreate } from '../../kubernetes/kubernetes.ts';
import type { StepContext } from '../runner/workflow.ts';

/** The pool and the settings that a canary pod is made for. */
export interface CanaryPlace {
  marker: Marker;
  configMapName: string;
  network: PoolNetwork;
  canary: { image: string; namespace: string };
}

/** A pod that runs in a zone of the pool the way a workload would; it wakes the operation when it changes. */
export function canaryPodFor(
  { marker, configMapName, network, canary }: CanaryPlace,
  pod: { name: string; zoneId: string; operationId: string; onNode?: string | undefined },
): PodToCreate {
  const patch = workloadPatch({ name: marker.poolName, configMapName, network });
  return {
    namespace: canary.namespace,
    name: pod.name,
    labels: {
      ...markerLabels(marker),
      'app.kubernetes.io/managed-by': 'egress-pool',
      'egress-pool/canary': 'true',
    },
    annotations: { [operationAnnotation]: pod.operationId },
    image: canary.image,
    nodeSelector: patch.nodeSelector,
    tolerations: patch.tolerations,
    zoneId: pod.zoneId,
    onNode: pod.onNode,
  };
}

/** The pod as it is; one that is missing is created, one that is being deleted waited for. */
export async function lookOrCreatePod(
  kubernetes: Kubernetes,
  wanted: PodToCreate,
  context: Pick<StepContext, 'fence'>,
): Promise<Pod | undefined> {
  const found = await kubernetes.readPod(wanted.namespace, wanted.name);
  if (found) return found.deletedAtMs === undefined ? found : undefined;
  await context.fence();
  await kubernetes.createPod(wanted);
  return undefined;
}
