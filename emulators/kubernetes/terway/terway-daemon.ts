import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import { nodes } from '../resources.ts';
import type { Pod } from '../workload-manifests.ts';
import { type AllocationResult, allocate, createInterface } from './allocate.ts';
import { allocateForNetworking } from './allocate-for-networking.ts';
import { findNodeResource, writeNodeResource } from './node-resource.ts';
import { readTerwayConfig } from './read-config.ts';
import { recomputeSufficientIp, recoverSufficientIpLater, reportSufficientIp } from './sufficient-ip.ts';
import { syncPool } from './sync-pool.ts';
import { interfacesOf, type TerwayNode } from './terway-node.ts';

export type DaemonStart = { kind: 'running' } | { kind: 'crashed'; message: string };

/** The daemon's start: the only moment at which the node-local mode reads its configuration. */
export function startDaemon(cluster: Cluster, node: TerwayNode): DaemonStart {
  const object = cluster.store.find(nodes, { name: node.nodeName });
  if (object === undefined) return { kind: 'crashed', message: `nodes "${node.nodeName}" not found` };
  const reading = readTerwayConfig(cluster, object);
  if (reading.kind === 'unparsable') return { kind: 'crashed', message: reading.message };
  if (reading.kind === 'ok') node.config = reading.config;
  else if (!node.isCentralised) node.config = reading.fallback;
  if (cluster.settings.trunk && node.config !== undefined && !interfacesOf(node).some((eni) => eni.type === 'Trunk')) {
    const trunk = createInterface(node, 'Trunk');
    if (trunk.kind === 'failed' && !node.isCentralised) {
      return { kind: 'crashed', message: `error create trunk eni, ${trunk.message}` };
    }
  }
  node.isRunning = true;
  if (!node.isCentralised) reportSufficientIp(cluster, { nodeName: node.nodeName, isSufficient: true });
  reconcileNode(cluster, node);
  syncPool(node);
  writeNodeResource(cluster, node);
  return { kind: 'running' };
}

/** The centralised mode re-reads whenever its node resource changes: after pods come and go, and at pool syncs. */
export function reconcileNode(cluster: Cluster, node: TerwayNode): void {
  if (!node.isCentralised || !node.isRunning) return;
  const object = cluster.store.find(nodes, { name: node.nodeName });
  if (object === undefined) return;
  const reading = readTerwayConfig(cluster, object);
  if (reading.kind === 'ok') node.config = reading.config;
  else {
    const { message } = reading;
    recordEvent(cluster, {
      about: object,
      type: 'Warning',
      reason: 'ConfigError',
      message,
      component: 'terway-daemon',
    });
  }
  writeNodeResource(cluster, node);
  recomputeSufficientIp(cluster, node);
}

export function syncNode(cluster: Cluster, node: TerwayNode): void {
  reconcileNode(cluster, node);
  syncPool(node);
  writeNodeResource(cluster, node);
}

/** The CNI's ADD. */
export function addPod(cluster: Cluster, node: TerwayNode, pod: Pod): AllocationResult {
  const uid = pod.metadata.uid ?? '';
  const held = node.allocations.get(uid);
  if (held !== undefined) return { kind: 'allocated', ipAddress: held.ipAddress };
  const isOwnInterface = pod.metadata.annotations?.['k8s.aliyun.com/pod-eni'] === 'true';
  const result = isOwnInterface
    ? allocateForNetworking(cluster, node, pod)
    : allocate(node, { uid, name: `${pod.metadata.namespace}/${pod.metadata.name}` });
  if (result.kind === 'failed') reportFailure(cluster, node, result);
  reconcileNode(cluster, node);
  return result;
}

/** The CNI's DEL: the address goes back to the node's pool, not to the vSwitch. */
export function deletePodAddress(cluster: Cluster, node: TerwayNode, podUid: string): void {
  const held = node.allocations.get(podUid);
  if (held === undefined) return;
  node.allocations.delete(podUid);
  if (held.isExclusive) node.machines.deleteNetworkInterface(held.networkInterfaceId);
  if (!node.isCentralised) reportSufficientIp(cluster, { nodeName: node.nodeName, isSufficient: true });
  reconcileNode(cluster, node);
}

function reportFailure(cluster: Cluster, node: TerwayNode, failed: AllocationResult & { kind: 'failed' }): void {
  const { nodeName } = node;
  const object = cluster.store.find(nodes, { name: nodeName });
  const about = node.isCentralised ? findNodeResource(cluster, nodeName) : object;
  const component = node.isCentralised ? 'terway-controlplane' : 'terway-daemon';
  // The node-local mode has one reason for every failure on a node.
  const reason = node.isCentralised ? failed.reason : 'AllocIPFailed';
  if (about !== undefined) recordEvent(cluster, { about, type: 'Warning', reason, message: failed.message, component });
  if (!failed.isExhausted) return;
  reportSufficientIp(cluster, { nodeName, isSufficient: false });
  if (!node.isCentralised) recoverSufficientIpLater(cluster, nodeName);
}
