import type { PoolWorkload } from '../../../../src/domain/capacity/pool-workloads.ts';
import { eniConf } from '../../../../src/domain/eni-conf.ts';
import { markerLabels, markerTags, poolTaints, terwayConfigLabel } from '../../../../src/domain/markers.ts';
import { namespaceGuard } from '../../../../src/domain/namespace-guard.ts';
import type { Pool } from '../../../../src/domain/pool.ts';
import type { PoolSight } from '../../../../src/domain/pool-drift/pool-sight.ts';

const marker = { installation: 'acme', poolId: 'pool-abcdefghjkmn', poolName: 'payments' };
export const labels = { ...markerLabels(marker), [terwayConfigLabel]: 'eni-config-payments' };
const vSwitch = (zoneId: string, vSwitchId: string, cidrBlock: string) => ({
  ...{ zoneId, vSwitchId, cidrBlock, usableAddresses: 60, canaryIp: undefined, freeAddresses: undefined },
});
export const pool: Pool = {
  ...{ id: marker.poolId, name: 'payments', state: 'ready', clusterName: 'prod', clusterId: 'c1', vpcId: 'vpc-1' },
  ...{ regionId: 'cn-beijing', expectedPods: 20, nodes: { min: 2, max: 2 }, instanceTypes: [], operationId: 'op-1' },
  vSwitches: [vSwitch('h', 'vsw-h', '10.64.0.0/26'), vSwitch('g', 'vsw-g', '10.64.0.64/26')],
  ...{ configMapName: 'eni-config-payments', nodePoolId: 'np-1', namespaces: ['payments'], namespacesEnforced: true },
  ...{ ownerGroup: undefined, requestedBy: { kind: 'system', name: 'test' }, createdAtMs: 1, readyAtMs: 1 },
  reviewAtMs: undefined,
};
export const served = [
  { zoneId: 'h', vSwitchId: 'vsw-h' },
  { zoneId: 'g', vSwitchId: 'vsw-g' },
];
export const node = (name: string, zoneId: string) => ({
  name,
  zoneId,
  labels,
  ready: true,
  taints: poolTaints('payments'),
});
export const nodeH = node('node-h', 'h');
export const nodeG = node('node-g', 'g');
export const nic = (
  networkInterfaceId: string,
  vSwitchId: string,
  instanceId: string | undefined,
  type = 'Secondary',
) => ({
  ...{ networkInterfaceId, vSwitchId, instanceId, type, description: '', tags: [{ key: 'creator', value: 'terway' }] },
});
const workload = (more: Partial<PoolWorkload>): PoolWorkload => ({
  ...{ namespace: 'payments', kind: 'Deployment', name: 'api', pods: 1, waiting: 0, podNames: ['api-1'], onNode: true },
  ...more,
});
export const usedBy = (more: Partial<PoolWorkload>) => ({
  workloads: { atMs: 1, workloads: [workload(more)], morePods: 0 },
});
export const conf = (text: string) => ({
  configMap: { labels: markerLabels(marker), createdAtMs: 5, data: { eni_conf: text } },
});
export const seenVSwitch = (zoneId: string, cidrBlock: string) => ({ zoneId, cidrBlock, tags: markerTags(marker) });

/** A pool as it was made. */
export const fine: PoolSight = {
  ...{ installation: 'acme', canaryNamespace: 'egress-pool', pool },
  ...{ ...conf(eniConf({ vSwitches: served, maxPoolSize: 1 })), keptConf: { max_pool_size: 1 } },
  policy: {
    ...namespaceGuard({ ...pool, canaryNamespace: 'egress-pool' }),
    ...{ labels: markerLabels(marker), isBound: true },
  },
  nodePool: {
    vSwitchIds: ['vsw-node-h', 'vsw-node-g'],
    labels: Object.entries(labels).map(([key, value]) => ({ key, value })),
    taints: poolTaints('payments'),
  },
  members: [
    { nodeName: 'node-h', instanceId: 'i-h', isRunning: true },
    { nodeName: 'node-g', instanceId: 'i-g', isRunning: true },
  ],
  nodes: [nodeH, nodeG],
  vSwitches: new Map([
    ['vsw-h', seenVSwitch('h', '10.64.0.0/26')],
    ['vsw-g', seenVSwitch('g', '10.64.0.64/26')],
    ['vsw-node-h', { zoneId: 'h', cidrBlock: '10.0.0.0/24', tags: [] }],
    ['vsw-node-g', { zoneId: 'g', cidrBlock: '10.0.1.0/24', tags: [] }],
    ['vsw-node-k', { zoneId: 'k', cidrBlock: '10.0.2.0/24', tags: [] }],
  ]),
  interfaces: [
    nic('eni-1', 'vsw-h', 'i-h'),
    nic('eni-2', 'vsw-g', 'i-g', 'Trunk'),
    nic('eni-3', 'vsw-node-h', 'i-h', 'Primary'),
    nic('eni-4', 'vsw-h', undefined),
  ],
  terwaySinceMs: new Map([
    ['node-h', 9],
    ['node-g', 9],
  ]),
  ...usedBy({}),
};
