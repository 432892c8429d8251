import type { NetworkPlugin } from './pool-network.ts';

export interface PlannedZone {
  zoneId: string;
  cidrBlock: string;
  /** 2^(32 - prefix) - 4: the VPC keeps the first and the last three addresses. */
  usableAddresses: number;
  /** The pods that this zone must be able to hold alone. */
  expectedPods: number;
  /** Where the nodes live; undefined where they live in the pool's own vSwitch. */
  nodeVSwitchId: string | undefined;
}

export interface PlanWarning {
  code:
    | 'NODE_ADDRESSES'
    | 'POD_NETWORKING'
    | 'NO_SNAT'
    | 'SNAT_UNKNOWN'
    | 'DAEMON_SET_ADDRESSES'
    | 'DAEMON_SET_EVICTED'
    | 'ROUTE'
    | 'FEW_ZONES'
    | 'NO_NAMESPACES';
  text: string;
}

/** What create-pool will do, computed before anything changes. */
export interface CreatePlan {
  schemaVersion: 1;
  kind: 'create-pool';
  installation: string;
  poolId: string;
  poolName: string;
  clusterName: string;
  clusterId: string;
  regionId: string;
  vpcId: string;
  plugin: NetworkPlugin;
  securityGroupId: string | undefined;
  zones: PlannedZone[];
  nodes: { min: number; max: number };
  instanceTypes: string[];
  systemDiskGib: number;
  podsPerNode: number;
  /** Set when idle addresses held by nodes would eat the blocks. */
  maxPoolSize: number | undefined;
  expectedPods: number;
  /** How many pods fit at once, by addresses and by node limits. */
  podsThatFit: number;
  configMapName: string;
  nodePoolName: string;
  canary: { image: string; namespace: string };
  warnings: PlanWarning[];
}

/** A plan and its hash as people and records see them. */
export interface HashedPlan {
  plan: CreatePlan;
  /** `sha256:` and the first 12 hex digits are enough to compare by eye. */
  hash: string;
}
