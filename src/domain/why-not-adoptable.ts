import { markerKeys } from './markers.ts';

/** A node that somebody wants in a pool, as it was found. */
export interface AdoptionCandidate {
  /** Undefined: the cluster has no such node. */
  node: { labels: Record<string, string>; instanceId: string } | undefined;
  /** Undefined: there is no such machine in the cluster's region. */
  machine: { status: string; vpcId: string; zoneId: string; isSpot: boolean } | undefined;
  /** The node pool that has it now, by its own word and ACK's. */
  source: { name: string; isMarked: boolean; scalesByItself: boolean } | undefined;
}

export interface AdoptingPool {
  poolId: string;
  vpcId: string;
  zones: readonly string[];
}

const masterLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Why a node cannot come into the pool; goes on after its name. Undefined: it can (terway.md 5, alicloud.md 4). */
export function whyNotAdoptable({ node, machine, source }: AdoptionCandidate, pool: AdoptingPool): string | undefined {
  if (!node) return 'is no node of the cluster';
  return whyNotByLabels(node.labels, pool) ?? whyNotByMachine(node.instanceId, machine, pool) ?? whyNotBySource(source);
}

function whyNotByLabels(labels: Record<string, string>, pool: AdoptingPool): string | undefined {
  const marked = labels[markerKeys.pool];
  if (marked === pool.poolId) return 'is a node of this pool already';
  if (marked !== undefined) return `is a node of the egress pool "${labels[markerKeys.name] ?? marked}"`;
  if (masterLabels.some((label) => Object.hasOwn(labels, label))) return 'runs the control plane';
  if (labels.type === 'virtual-kubelet') return 'is a virtual node: there is no machine behind it';
  if (labels['alibabacloud.com/lingjun-worker'] === 'true') return 'is a Lingjun node, which is no ECS machine';
  if (labels['k8s.aliyun.com/exclusive-mode-eni-type'] === 'eniOnly') {
    return 'gives every pod a network interface of its own (exclusive ENI), and nodes of pools share theirs';
  }
  if (labels['k8s.aliyun.com/ignore-by-terway'] === 'true') return 'is not governed by Terway';
  return undefined;
}

function whyNotByMachine(
  instanceId: string,
  machine: AdoptionCandidate['machine'],
  { vpcId, zones }: AdoptingPool,
): string | undefined {
  if (!machine) return `has no ECS machine in the region of the cluster (${instanceId || 'no id'})`;
  if (machine.vpcId !== vpcId) return `is in ${machine.vpcId}, and the pool in ${vpcId}`;
  if (!zones.includes(machine.zoneId)) {
    return `is in ${machine.zoneId}, and the pool has ${zones.join(', ')} alone: its pods would get addresses of another network`;
  }
  if (machine.isSpot) return 'is a spot machine, which the vendor may take back at any time';
  if (machine.status !== 'Running') return `has a machine that is ${machine.status}, not Running`;
  return undefined;
}

function whyNotBySource(source: AdoptionCandidate['source']): string | undefined {
  if (!source) return 'is in no node pool of ACK, and can only be taken out of one';
  if (source.isMarked) return `is in node pool "${source.name}" of egress-pool`;
  if (source.scalesByItself) {
    return `is in node pool "${source.name}", which scales by itself and would bring another machine for its pods`;
  }
  return undefined;
}
