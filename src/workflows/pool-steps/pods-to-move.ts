import { markerKeys } from '../../domain/markers.ts';
import { workloadOf } from '../../domain/workload-of.ts';
import type { Kubernetes, Pod } from '../../kubernetes/kubernetes.ts';

/** A pod that has to leave a node before the node can go. */
export interface PlacedPod {
  uid: string;
  namespace: string;
  name: string;
  workload: { kind: string; name: string } | undefined;
  hasAddress: boolean;
  nodeSelector: Record<string, string>;
  /** One that we have put there ourselves. */
  isCanary: boolean;
  isLeaving: boolean;
}

/** The pods on a node but those that belong to a DaemonSet or to the node itself, and those that have ended. */
export async function podsToMove(kubernetes: Kubernetes, nodeName: string): Promise<PlacedPod[]> {
  return (await kubernetes.listPods({ nodeName })).filter(hasToMove).map(placed);
}

function hasToMove({ owner, annotations, phase }: Pod): boolean {
  const isOfNode = owner?.kind === 'DaemonSet' || annotations['kubernetes.io/config.mirror'] !== undefined;
  return !isOfNode && phase !== 'Succeeded' && phase !== 'Failed';
}

function placed({ uid, namespace = '', name, owner, podIp, nodeSelector, labels, deletedAtMs }: Pod): PlacedPod {
  return {
    ...{ uid, namespace, name, nodeSelector },
    workload: workloadOf(owner, labels),
    hasAddress: podIp !== undefined,
    isCanary: labels[markerKeys.installation] !== undefined,
    isLeaving: deletedAtMs !== undefined,
  };
}

export function podName({ namespace, name }: Pick<PlacedPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
