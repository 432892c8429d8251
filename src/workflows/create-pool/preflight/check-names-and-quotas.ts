import type { AckQuota, NodePool, VSwitch } from '../../../cloud/cloud.ts';
import { TerminalError } from '../../../domain/errors.ts';
import { isOurs, type Marker } from '../../../domain/markers.ts';
import { configMapNameOf, nodePoolNameOf } from '../../../domain/names.ts';
import type { ConfigMap } from '../../../kubernetes/kubernetes.ts';

/** Default quota of vSwitches in one VPC (alicloud.md 9). */
const vSwitchesPerVpc = 150;

/** Resources with the pool's names that carry another marker, or none, stop the plan. */
export function demandFreeNames(
  marker: Marker,
  found: { nodePools: NodePool[]; configMap: ConfigMap | undefined },
): void {
  const nodePool = found.nodePools.find(({ name }) => name === nodePoolNameOf(marker.poolName));
  if (nodePool && !isOurs(nodePool.tags, marker) && !isOurs(nodePool.labels, marker)) {
    throw taken(`node pool ${nodePool.name} (${nodePool.nodePoolId})`);
  }
  if (found.configMap && !isOurs(found.configMap.labels, marker)) {
    throw taken(`ConfigMap kube-system/${configMapNameOf(marker.poolName)}`);
  }
}

/** Throws CLOUD_QUOTA with what is used and wanted, before anything is begun. */
export function demandQuotas(wanted: {
  zones: number;
  nodes: number;
  vSwitches: VSwitch[];
  nodePools: NodePool[];
  quota: AckQuota | undefined;
  marker: Marker;
}): void {
  const { quota, marker } = wanted;
  const ours = wanted.vSwitches.filter(({ tags }) => isOurs(tags, marker)).length;
  const vSwitches = wanted.vSwitches.length - ours + wanted.zones;
  if (vSwitches > vSwitchesPerVpc) throw overQuota('vSwitches in the VPC', vSwitches, vSwitchesPerVpc);
  if (!quota) return;
  const others = wanted.nodePools.filter(({ labels }) => !isOurs(labels, marker));
  if (others.length + 1 > quota.nodePoolsPerCluster) {
    throw overQuota('node pools in the cluster', others.length + 1, quota.nodePoolsPerCluster);
  }
  const nodes = others.reduce((sum, { counts }) => sum + counts.total, 0) + wanted.nodes;
  if (nodes > quota.nodesPerCluster) throw overQuota('nodes in the cluster', nodes, quota.nodesPerCluster);
}

function taken(what: string): TerminalError {
  return new TerminalError({
    code: 'NOT_OURS',
    publicText: `There is a ${what} already, and it does not belong to this pool. Choose another pool name, or remove it and retry.`,
  });
}

function overQuota(what: string, wanted: number, limit: number): TerminalError {
  return new TerminalError({
    code: 'CLOUD_QUOTA',
    publicText: `The pool would make ${wanted} ${what}, and the quota is ${limit}. Ask for a higher quota in the console, or remove some, then retry.`,
  });
}
