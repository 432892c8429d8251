import type { PoolWorkloads } from './capacity/pool-workloads.ts';
import type { PoolNetwork } from './pool-network.ts';

/** What deleting a pool will take away, computed before anything changes. */
export interface DeletePlan {
  schemaVersion: 1;
  kind: 'delete-pool';
  installation: string;
  poolId: string;
  poolName: string;
  clusterName: string;
  clusterId: string;
  regionId: string;
  vpcId: string;
  network: PoolNetwork | undefined;
  configMapName: string;
  nodePoolId: string | undefined;
  /** All that are the pool's by its record or by their marker. */
  vSwitches: { zoneId: string; vSwitchId: string; cidrBlock: string }[];
  nodes: string[];
  /** Pods that only tolerate the pool's nodes: they are moved off. */
  strays: string[];
  /** Requests that are pending, or approved and not yet applied: they are withdrawn. */
  requestIds: string[];
  /** What keeps the pool from being deleted. */
  inTheWay: { grants: { grantId: string; instanceId: string }[]; pods: PoolWorkloads };
  /** Entries of whitelists that overlap the pool's CIDRs. */
  holders: WhitelistHolder[];
}

/** An entry of a whitelist that admits addresses of a pool. */
export interface WhitelistHolder {
  instanceId: string;
  group: string;
  entry: string;
}

/** One line for each, the same for the same entry: what a person confirms. */
export function holderLine({ instanceId, group, entry }: WhitelistHolder): string {
  return `${instanceId} ${group} ${entry}`;
}
