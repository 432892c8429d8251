import type { InstanceType } from './ecs/state.ts';
import type { DbInstance } from './rds/state.ts';
import type { AccessKey } from './signature.ts';
import type { NatGateway, RouteEntry } from './vpc/state.ts';

/** What an account holds when the emulator starts. Plain data; zones of a region are those that are named here. */
export interface AlicloudSeed {
  accessKeys: AccessKey[];
  /** Digits. */
  accountId: string;
  zones: Record<string, string[]>;
  vpcs: SeedVpc[];
  vSwitches: SeedVSwitch[];
  clusters: SeedCluster[];
  instanceTypes: InstanceType[];
  rdsInstances: SeedDbInstance[];
  quotas?: { vSwitchesPerVpc?: number; nodePoolsPerCluster?: number; nodesPerCluster?: number };
}

export interface SeedVpc {
  vpcId: string;
  regionId: string;
  name: string;
  cidrBlock: string;
  secondaryCidrBlocks?: string[];
  userCidrs?: string[];
  routeTableId: string;
  routeEntries?: Omit<RouteEntry, 'routeEntryId'>[];
  natGateways?: NatGateway[];
  tags?: Record<string, string>;
}

export interface SeedVSwitch {
  vSwitchId: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  name: string;
  tags?: Record<string, string>;
  reservations?: { reservationId: string; cidr: string; name: string }[];
}

export interface SeedCluster {
  clusterId: string;
  name: string;
  regionId: string;
  vpcId: string;
  network: 'terway' | 'flannel';
  terwayVersion?: string;
  serviceCidr: string;
  /** Flannel only. */
  containerCidr?: string;
  securityGroupId: string;
  /** The control plane's vSwitches. */
  vswitchIds: string[];
  kubernetesVersion?: string;
  kubeconfig?: string;
  /** The default node pool, whose nodes run when the emulator starts. */
  nodePool: { nodePoolId: string; vswitchIds: string[]; instanceTypes: string[]; nodes: number };
}

export type SeedDbInstance = Pick<DbInstance, 'id' | 'regionId' | 'zoneId' | 'description' | 'vpcId' | 'vSwitchId'> &
  Partial<DbInstance>;
