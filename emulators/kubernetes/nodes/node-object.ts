import type { Machine } from '../../machines/machines.ts';
import type { Cluster } from '../cluster.ts';
import type { Condition, KubeNode, Taint } from '../workload-manifests.ts';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** The Node as its kubelet registers it: not ready yet. */
export function nodeObject(cluster: Cluster, machine: Machine, podCidr: string | undefined): KubeNode {
  const name = nodeNameOf(machine);
  const resources = resourcesOf(cluster, machine);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: labelsOf(cluster, machine), annotations: annotationsOf(cluster, machine) },
    spec: {
      providerID: `${regionOf(machine.zoneId)}.${machine.instanceId}`,
      taints: [...taintsOf(machine), NOT_READY],
      ...(podCidr === undefined ? {} : { podCIDR: podCidr, podCIDRs: [podCidr] }),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: machine.primaryIpAddress },
        { type: 'Hostname', address: name },
      ],
      conditions: initialConditions(cluster.store.timestamp()),
      nodeInfo: {
        kubeletVersion: `v${cluster.seed.version ?? '1.36.0'}-aliyun.1`,
        containerRuntimeVersion: 'containerd://2.1.4',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

/** ACK's default node name: region and address. */
export function nodeNameOf(machine: Machine): string {
  return `${regionOf(machine.zoneId)}.${machine.primaryIpAddress}`;
}

export function labelsOf(cluster: Cluster, machine: Machine): Record<string, string> {
  const labels: Record<string, string> = {
    'kubernetes.io/hostname': nodeNameOf(machine),
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'node.kubernetes.io/instance-type': machine.instanceType,
    'topology.kubernetes.io/region': regionOf(machine.zoneId),
    'topology.kubernetes.io/zone': machine.zoneId,
    'alibabacloud.com/nodepool-id': machine.nodePoolId,
    'ack.aliyun.com': cluster.seed.clusterId,
    ...machine.labels,
  };
  for (const missing of cluster.settings.missingNodeLabels) delete labels[missing];
  return labels;
}

export function taintsOf(machine: Machine): Taint[] {
  return machine.taints.map(({ key, value, effect }) => ({ key, effect, ...(value === '' ? {} : { value }) }));
}

/** `cn-beijing-h` and `ap-southeast-1a` to their regions. */
function regionOf(zoneId: string): string {
  return zoneId.replace(/-?[a-z]$/, '');
}

/** Terway: pods per node = (interfaces - 1) x addresses per interface. */
function resourcesOf(cluster: Cluster, machine: Machine): Record<string, string> {
  const perNode = (machine.eniQuantity - 1) * machine.eniPrivateIpAddressQuantity;
  const isTerway = cluster.seed.network === 'terway';
  return {
    cpu: '4',
    memory: '16Gi',
    pods: String(isTerway ? perNode : 110),
    ...(isTerway && cluster.settings.trunk ? { 'aliyun/member-eni': String(machine.eniQuantity * 2) } : {}),
  };
}

function annotationsOf(cluster: Cluster, machine: Machine): Record<string, string> {
  if (cluster.seed.network !== 'terway') return {};
  const most = (machine.eniQuantity - 1) * machine.eniPrivateIpAddressQuantity;
  return {
    'k8s.aliyun.com/max-available-ip': String(most),
    ...(cluster.settings.trunk ? { 'k8s.aliyun.com/trunk-on': 'true' } : {}),
  };
}

function initialConditions(now: string): Condition[] {
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  const message =
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
  return [
    { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', ...times },
    { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', ...times },
    { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', ...times },
    { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message, ...times },
  ];
}
