import { canonicalJson } from '../../../src/domain/canonical-json.ts';
import { recordedPool } from '../../../src/domain/cluster-record.ts';
import { markerLabels, markerTags } from '../../../src/domain/markers.ts';
import { namespaceGuard } from '../../../src/domain/namespace-guard.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import type { FoundPool } from '../../../src/sweeps/reconcile/find-pools.ts';

const marker = { installation: 'acme', poolId: 'pool-aaaaaaaaaaaa', poolName: 'payments' };
const meta = {
  ...{ namespace: 'kube-system', uid: '', labels: markerLabels(marker), annotations: {} },
  ...{ createdAtMs: 1, deletedAtMs: undefined },
};
const guarded = { name: 'payments', configMapName: 'eni-config-payments', namespaces: ['payments'] };

/** A pool as its record has it. */
export const recorded: Pool = {
  ...{ id: marker.poolId, name: marker.poolName, state: 'ready', clusterName: 'prod', clusterId: 'c1' },
  ...{ regionId: 'cn-beijing', vpcId: 'vpc-1', expectedPods: 40, nodes: { min: 2, max: 2 }, instanceTypes: [] },
  vSwitches: [],
  ...{ configMapName: 'eni-config-payments', nodePoolId: 'np-1', namespaces: ['payments'], namespacesEnforced: true },
  ...{ ownerGroup: 'S0ENG00001', requestedBy: { kind: 'system', name: 'test' }, createdAtMs: 1, readyAtMs: 2 },
  ...{ reviewAtMs: undefined, operationId: 'op-aaaaaaaaaaaa' },
};

export const vSwitch = (id: string, zoneId: string, cidrBlock: string) => ({
  ...{ vSwitchId: id, vpcId: 'vpc-1', zoneId, name: id, cidrBlock, status: 'Available' },
  ...{ availableIpAddressCount: 200, tags: markerTags(marker) },
});

export const recordMap = (pool: object) => ({
  ...{ ...meta, name: 'egress-pool-record-payments' },
  data: { 'record.json': canonicalJson({ pool, grants: [] }) },
});

export const terwayMap = (vswitches: Record<string, string[]>) => ({
  ...{ ...meta, name: 'eni-config-payments' },
  data: { eni_conf: JSON.stringify({ vswitches }) },
});

/** Everything of a whole pool in two zones, changed as a test needs it. */
export function foundPool(changes: Partial<FoundPool> = {}): FoundPool {
  return {
    ...{ poolId: marker.poolId, poolName: marker.poolName, vpcId: 'vpc-1', network: 'terway' },
    cluster: { name: 'prod', clusterId: 'c1', regionId: 'cn-beijing', endpoints: {} },
    record: recordMap(recordedPool(recorded)),
    configMaps: [terwayMap({ h: ['vsw-h'], g: ['vsw-g'] })],
    nodePools: [
      {
        ...{ nodePoolId: 'np-1', name: 'egress-pool-payments', isDefault: false, state: 'active', desiredSize: 2 },
        ...{ instanceTypes: ['ecs.g7.xlarge'], vSwitchIds: ['nodes-h', 'nodes-g'], taints: [], tags: [] },
        labels: [{ key: 'terway-config', value: 'eni-config-payments' }],
        counts: { total: 2, healthy: 2, failed: 0, offline: 0, removing: 0 },
        autoScaling: { enable: false, min: 0, max: 0 },
      },
    ],
    vSwitches: [vSwitch('vsw-h', 'h', '10.64.0.0/24'), vSwitch('vsw-g', 'g', '10.64.1.0/24')],
    zoneOf: new Map([
      ...(['vsw-h', 'nodes-h'] as const).map((id) => [id, 'h'] as const),
      ...(['vsw-g', 'nodes-g'] as const).map((id) => [id, 'g'] as const),
    ]),
    policy: { ...meta, ...namespaceGuard({ ...guarded, canaryNamespace: 'egress-pool' }), isBound: true },
    ...changes,
  };
}
