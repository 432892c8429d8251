import type { VSwitch } from '../../../src/cloud/cloud.ts';
import { markerLabels } from '../../../src/domain/markers.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { selectorText } from '../../../src/domain/pool-network.ts';
import type { Node, PodPlace } from '../../../src/kubernetes/kubernetes.ts';
import type { CapacityDeps } from '../../../src/sweeps/capacity/capacity-deps.ts';

export const pool: Pool = {
  ...{ id: 'pool-1', name: 'payments', state: 'ready', clusterName: 'prod', clusterId: 'c1', regionId: 'cn-beijing' },
  ...{ vpcId: 'vpc-1', expectedPods: 100, nodes: { min: 4, max: 4 }, instanceTypes: [], operationId: 'op-1' },
  vSwitches: [
    {
      ...{ zoneId: 'cn-beijing-h', cidrBlock: '10.64.0.0/25', usableAddresses: 124, vSwitchId: 'vsw-1' },
      ...{ canaryIp: '10.64.0.5', freeAddresses: undefined },
    },
  ],
  ...{ configMapName: 'eni-config-payments', nodePoolId: 'np-1', namespaces: ['payments'], namespacesEnforced: true },
  ...{ ownerGroup: undefined, requestedBy: { kind: 'system', name: 'test' }, createdAtMs: 1, readyAtMs: 1 },
  reviewAtMs: undefined,
};

const nodeNames = ['n1', 'n2', 'n3', 'n4'];
/** As many addresses as Terway keeps idle on them. */
const warm = 5 * nodeNames.length;

/** A VPC and a cluster in which so many pods of the pool run as the test says, without the time that calls take. */
export function pretendCluster(podCount: () => number): Pick<CapacityDeps, 'clouds' | 'clusters'> {
  const vSwitch = (): VSwitch => ({
    ...{ vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-beijing-h', name: '', cidrBlock: '10.64.0.0/25', tags: [] },
    ...{ status: 'Available', availableIpAddressCount: Math.max(0, 124 - podCount() - warm) },
  });
  const following = {
    read: async () => ({ nodes: nodeNames.map(nodeOf), pods: podsOf(podCount()) }),
    stop: () => undefined,
  };
  return {
    clouds: { inRegion: () => ({ vpc: { listVSwitches: async () => [vSwitch()] } }) },
    clusters: { cluster: () => ({ followPools: () => following, listEventsOf: async () => [] }) },
  };
}

function nodeOf(name: string): Node {
  const zone = { 'topology.kubernetes.io/zone': 'cn-beijing-h' };
  return {
    ...{ name, namespace: undefined, uid: name, createdAtMs: 1, deletedAtMs: undefined, ready: true },
    labels: { ...markerLabels({ installation: 'test', poolId: pool.id, poolName: pool.name }), ...zone },
    annotations: { 'k8s.aliyun.com/max-available-ip': '45' },
    ...{ zoneId: 'cn-beijing-h', instanceId: name, internalIp: '', taints: [], unschedulable: false, conditions: [] },
    mostPods: 45,
  };
}

function podsOf(count: number): PodPlace[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ nodeName: nodeNames[index % nodeNames.length], address: 'own' as const },
    ...{ namespace: 'payments', name: `api-${index}`, workload: undefined },
    ...{ asksFor: selectorText(pool), isBlanket: false, otherNetwork: undefined },
  }));
}
