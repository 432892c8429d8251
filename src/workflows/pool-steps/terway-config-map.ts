import { eniConf } from '../../domain/eni-conf.ts';
import { type Marker, markerLabels } from '../../domain/markers.ts';
import type { ConfigMapToApply } from '../../kubernetes/kubernetes.ts';

/** Terway reads node-level ConfigMaps in kube-system only (terway.md 1.1). */
export const configMapNamespace = 'kube-system';

/** Terway's DaemonSet with shared ENIs, the only mode in which a pool works (terway.md). */
export const terwayDaemonSet = 'terway-eniip';

/** What tells Terway on a pool's nodes which vSwitches they use. */
export function terwayConfigMap(
  marker: Marker,
  given: { name: string } & Parameters<typeof eniConf>[0],
): ConfigMapToApply & { data: { eni_conf: string } } {
  const { name, ...wanted } = given;
  return {
    namespace: configMapNamespace,
    name,
    labels: markerLabels(marker),
    annotations: {},
    data: { eni_conf: eniConf(wanted) },
  };
}
