import type { KubernetesEmulator } from '../../emulators/kubernetes/kubernetes.ts';
import { pods } from '../../emulators/kubernetes/resources.ts';
import type { Pod } from '../../emulators/kubernetes/workload-manifests.ts';

/** A pod of ours that had an address, as the cluster itself saw it: canaries are gone when the story ends. */
export interface SeenCanary {
  name: string;
  nodeName: string;
  ip: string;
}

/** Remembers every pod with the pool's marker that was given an address. */
export function watchCanaries(kubernetes: KubernetesEmulator, clusterId: string): SeenCanary[] {
  const seen: SeenCanary[] = [];
  kubernetes.cluster(clusterId).store.onChange(({ resource, object }) => {
    if (resource.plural !== pods.plural || object.metadata.labels?.['egress-pool/pool'] === undefined) return;
    const { spec, status } = object as Pod;
    const ip = status?.podIP;
    const { name } = object.metadata;
    if (ip === undefined || seen.some((canary) => canary.name === name && canary.ip === ip)) return;
    seen.push({ name, nodeName: spec.nodeName ?? '', ip });
  });
  return seen;
}
