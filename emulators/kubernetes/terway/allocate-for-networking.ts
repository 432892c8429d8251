import { MachineError } from '../../machines/machines.ts';
import type { Cluster } from '../cluster.ts';
import { podEnis, podNetworkings } from '../resources.ts';
import type { Pod } from '../workload-manifests.ts';
import type { AllocationResult } from './allocate.ts';
import type { TerwayNode } from './terway-node.ts';

/**
 * A pod that a PodNetworking matched gets an interface of its own in one of the PodNetworking's vSwitches. Simplified:
 * the machines' contract has no member interfaces, so a secondary one stands for it.
 */
export function allocateForNetworking(cluster: Cluster, node: TerwayNode, pod: Pod): AllocationResult {
  const name = pod.metadata.annotations?.['k8s.aliyun.com/pod-networking'] ?? '';
  const networking = cluster.store.find(podNetworkings, { name });
  const zoned = (networking?.status?.vSwitches ?? []).filter((one) => one.zone === node.machine.zoneId);
  const vSwitchId = zoned[0]?.id;
  if (vSwitchId === undefined) return failed(`can not found available vSwitch for zone ${node.machine.zoneId}`);
  try {
    const eni = node.machines.createNetworkInterface({
      instanceId: node.machine.instanceId,
      vSwitchId,
      type: 'Secondary',
      addressCount: 1,
      tags: { creator: 'terway-controller', 'ack.aliyun.com': cluster.seed.clusterId },
    });
    const ipAddress = eni.ipAddresses[0] ?? '';
    const { networkInterfaceId } = eni;
    const podName = `${pod.metadata.namespace}/${pod.metadata.name}`;
    node.allocations.set(pod.metadata.uid ?? '', { ipAddress, networkInterfaceId, podName, isExclusive: true });
    recordPodEni(cluster, { node, pod, eni: { id: networkInterfaceId, vSwitchId, ipAddress } });
    return { kind: 'allocated', ipAddress };
  } catch (err) {
    if (!(err instanceof MachineError)) throw err;
    return failed(`Failed to create ENI type=Member vsw=${vSwitchId}: ErrorCode: ${err.code}, ${err.message}`);
  }
}

function failed(message: string): AllocationResult {
  return { kind: 'failed', reason: 'CreateENIFailed', message, isExhausted: false };
}

function recordPodEni(
  cluster: Cluster,
  o: { node: TerwayNode; pod: Pod; eni: { id: string; vSwitchId: string; ipAddress: string } },
): void {
  const { pod, eni, node } = o;
  const { name, namespace = 'default', uid = '' } = pod.metadata;
  cluster.store.remove(podEnis, { namespace, name });
  cluster.store.create(podEnis, {
    apiVersion: 'network.alibabacloud.com/v1beta1',
    kind: 'PodENI',
    metadata: {
      name,
      namespace,
      labels: { 'k8s.aliyun.com/node': node.nodeName },
      annotations: { 'k8s.aliyun.com/pod-uid': uid },
    },
    spec: {
      zone: node.machine.zoneId,
      allocations: [
        {
          eni: { id: eni.id, vSwitchID: eni.vSwitchId, zone: node.machine.zoneId },
          ipv4: eni.ipAddress,
          ipv4CIDR: node.machines.vSwitch(eni.vSwitchId)?.cidrBlock,
          allocationType: { type: 'Elastic' },
        },
      ],
    },
    status: { phase: 'Bind', eniInfos: { [eni.id]: { type: 'Member', status: 'Bind' } } },
  });
}
