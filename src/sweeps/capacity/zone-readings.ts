import type { VSwitch } from '../../cloud/cloud.ts';
import { shareNodes } from '../../domain/capacity/share-nodes.ts';
import type { NodeReading, VSwitchReading, ZoneReading } from '../../domain/capacity/zone-reading.ts';
import { markerKeys } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { networkOf } from '../../domain/pool-network.ts';
import type { Node, PodPlace } from '../../kubernetes/kubernetes.ts';
import type { ClusterPicture } from './followed-clusters.ts';

/** The pods of a picture by node, sorted once for all pools of a cluster. */
export type PodsByNode = ReadonlyMap<string, readonly PodPlace[]>;

/** What Terway says that a node's interfaces hold (terway.md 4), and what a kubelet runs when it does not say. */
const mostAddressesAnnotation = 'k8s.aliyun.com/max-available-ip';
const usualMostPods = 110;

type MeasuredPool = Pick<Pool, 'id' | 'network' | 'nodes' | 'vSwitches'>;

/** What is known of each zone of a pool; undefined when the list lacks one of its vSwitches, as a list does that lags. */
export function zoneReadings(
  pool: MeasuredPool,
  vSwitches: readonly VSwitch[],
  { picture, pods }: { picture: ClusterPicture; pods: PodsByNode },
): ZoneReading[] | undefined {
  const counts = vSwitchReadings(pool, vSwitches);
  if (!counts) return undefined;
  const nodes = picture.nodes
    .filter(({ labels }) => labels[markerKeys.pool] === pool.id)
    .map((node) => nodeReading(node, pods.get(node.name) ?? [], picture.failingNodes));
  const zoneIds = [...new Set(pool.vSwitches.map(({ zoneId }) => zoneId))];
  const present = new Map(zoneIds.map((zoneId) => [zoneId, nodes.filter((node) => node.zoneId === zoneId).length]));
  const isScaled = pool.nodes.max > pool.nodes.min;
  const addable = shareNodes(present, isScaled ? Math.max(0, pool.nodes.max - nodes.length) : 0);
  const perNewNode = {
    addresses: least(nodes.map(({ mostAddresses }) => mostAddresses)),
    pods: least(nodes.map(({ mostPods }) => mostPods)),
  };
  return zoneIds.map((zoneId) => ({
    network: networkOf(pool),
    zoneId,
    vSwitches: counts.filter((one) => one.zoneId === zoneId).map(({ zoneId: _, ...reading }) => reading),
    nodes: nodes.filter((node) => node.zoneId === zoneId),
    addableNodes: addable.get(zoneId) ?? 0,
    perNewNode,
  }));
}

function vSwitchReadings(
  pool: MeasuredPool,
  listed: readonly VSwitch[],
): (VSwitchReading & { zoneId: string })[] | undefined {
  const serving = pool.vSwitches.filter(({ stage }) => stage === undefined || stage === 'leaving');
  const readings = serving.flatMap(({ vSwitchId, zoneId, usableAddresses, stage }) => {
    const found = listed.find((one) => one.vSwitchId === vSwitchId);
    if (vSwitchId === undefined || !found) return [];
    const { cidrBlock, availableIpAddressCount } = found;
    // Pods still have addresses of what leaves, and no node gets another interface in it.
    const freeAddresses = stage === undefined ? availableIpAddressCount : 0;
    return [{ zoneId, vSwitchId, cidrBlock, usableAddresses, freeAddresses }];
  });
  return readings.length === serving.length ? readings : undefined;
}

function nodeReading(node: Node, pods: readonly PodPlace[], failing: ReadonlySet<string>): NodeReading {
  const count = (address: PodPlace['address']) => pods.filter((pod) => pod.address === address).length;
  const mostPods = node.mostPods ?? usualMostPods;
  const saysFull = node.conditions.some(({ type, status }) => type === 'SufficientIP' && status === 'False');
  return {
    name: node.name,
    zoneId: node.zoneId,
    takesPods: node.ready && !node.unschedulable,
    mostAddresses: Number(node.annotations[mostAddressesAnnotation] ?? mostPods),
    mostPods,
    pods: pods.length,
    addressedPods: count('own'),
    waitingPods: count('waiting'),
    lacksAddresses: saysFull || failing.has(node.name),
  };
}

function least(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : Math.min(...numbers);
}
