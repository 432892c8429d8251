import type { GrantPlan, PlannedInstance } from '../../../../src/domain/grants/grant-plan.ts';

export function instanceOf(instanceId: string, changes: Partial<PlannedInstance> = {}): PlannedInstance {
  return {
    instanceId,
    group: { name: 'ep_payments_0a1b2c3d', networkType: 'MIX' },
    description: 'orders',
    engine: 'MySQL',
    status: 'Running',
    entriesBefore: [],
    entriesAfter: ['10.64.3.0/25'],
    otherGroups: [{ name: 'default', entries: 1 }],
    ...changes,
  };
}

/** A plan with one replica, two CIDRs and two namespaces, unless the test says otherwise. */
export function grantPlanOf(changes: Partial<GrantPlan> = {}): GrantPlan {
  const cidrs = [
    { cidr: '10.64.3.0/25', vSwitchId: 'vsw-1' },
    { cidr: '10.64.3.128/25', vSwitchId: 'vsw-2' },
  ];
  return {
    schemaVersion: 1,
    kind: 'first-grant',
    installation: 'acme',
    poolId: 'pool-a',
    clusterId: 'c-1',
    primary: instanceOf('rm-1'),
    replicas: [instanceOf('rr-1'), instanceOf('rr-2')],
    addedCidrs: cidrs,
    totalCidrs: cidrs,
    namespaces: ['payments', 'billing'],
    areNamespacesEnforced: true,
    duration: { kind: 'limited', durationMs: 7 * 86_400_000 },
    describes: {
      poolName: 'payments',
      clusterName: 'prod',
      poolState: 'ready',
      plannedAtMs: 1000,
      admittedAddresses: 256,
      blanketTolerations: [],
      warnings: [],
    },
    ...changes,
  };
}
