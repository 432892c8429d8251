/**
 * What forms and validation need to know of the clouds, refreshed by a worker. It completes and validates; decisions
 * and writes never use it.
 */
export interface Inventory {
  refreshedAtMs: number;
  clusters: ClusterInventory[];
  /** Those that may be asked for. */
  databases?: DatabaseInventory[] | undefined;
}

export interface DatabaseInventory {
  instanceId: string;
  name: string;
  regionId: string;
  vpcId: string;
  engine: string;
  status: string;
  isReplica: boolean;
  /** Of a read-only instance: what a grant for it is about. */
  primaryInstanceId?: string | undefined;
  /** Undefined when they could not be read. */
  tags: Record<string, string> | undefined;
}

export interface ClusterInventory {
  name: string;
  clusterId: string;
  regionId: string;
  vpcId: string;
  network: 'terway' | 'flannel';
  /** Undefined when the last refresh reached the cluster; else why it did not. What is below is then older. */
  problem: string | undefined;
  /** Zones with a node vSwitch, in the cloud's order. */
  zones: { zoneId: string; nodeVSwitchId: string }[];
  /** Every instance type of the region that can carry the pool's pods, with the most that one node can have. */
  instanceTypes: { id: string; pods: number }[];
  /** The types that a pool gets without `--instance-type`. */
  defaultInstanceTypes: string[];
  /** Blocks of the VPC, where pools may be carved out of them, and what vSwitches have taken. */
  space?: { vpcCidrs: string[]; poolCidrs: string[]; taken: string[] } | undefined;
}
