import type { Cloud } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Marker } from '../../domain/markers.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import type { ClusterSettings, WorkflowDeps } from '../workflow-deps.ts';

/** A pool as the steps that look at it need it: out of a plan and its facts, or out of the pool's record. */
export interface PoolTarget {
  marker: Marker;
  clusterName: string;
  clusterId: string;
  configMapName: string;
  /** `daemonSetName`: the DaemonSet whose pods are Terway's daemons. */
  plugin: { network: 'terway'; daemonSetName: string } | { network: 'flannel' };
  /** All of them; a zone may have several. */
  vSwitches: { zoneId: string; cidrBlock: string; vSwitchId: string }[];
  /** At least so many nodes must be there. */
  nodes: number;
  canary: { image: string; namespace: string };
}

/** The settings of a cluster by name. Throws PLAN_INVALID when the configuration has no such cluster any more. */
export function clusterSettings(deps: WorkflowDeps, clusterName: string): ClusterSettings {
  const found = deps.settings.clusters.find(({ name }) => name === clusterName);
  if (found) return found;
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `The configuration has no cluster "${clusterName}" any more. Put it back, then retry.`,
  });
}

export function cloudOf(deps: WorkflowDeps, clusterName: string): Cloud {
  const { regionId, endpoints } = clusterSettings(deps, clusterName);
  return deps.clouds.inRegion(regionId, endpoints);
}

export function kubernetesOf(deps: WorkflowDeps, clusterName: string): Kubernetes {
  return deps.clusters.cluster(clusterName);
}
