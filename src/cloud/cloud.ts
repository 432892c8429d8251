import type { RdsApi } from './databases.ts';
import type { Instance } from './instance.ts';
import type { NodesOfPool } from './nodes-of-pool.ts';

/**
 * The cloud, as the product sees it: one region of one Alibaba Cloud account. Every call has a deadline of at most
 * 30 s and throws the four kinds of `domain/errors.ts`; a lost answer to a changing call is an `OutcomeUnknownError`,
 * and the caller looks before it acts again. Reads of one resource answer undefined when it does not exist.
 *
 * `Freshness`: `shared` reads may be up to one second old and are shared by all who wait for the same thing (status
 * polls only); `fresh` reads always go out. A write drops the shared entries that it makes stale.
 */
export type Freshness = 'fresh' | 'shared';

export interface Tag {
  key: string;
  value: string;
}

export interface Vpc {
  vpcId: string;
  /** Primary block first, then the secondary ones. */
  cidrBlocks: string[];
  /** Ranges outside RFC 1918 that the VPC routes as private; taken. */
  userCidrs: string[];
}

export interface VSwitch {
  vSwitchId: string;
  vpcId: string;
  zoneId: string;
  name: string;
  cidrBlock: string;
  status: 'Pending' | 'Available' | string;
  availableIpAddressCount: number;
  tags: Tag[];
}

export interface RouteEntry {
  destinationCidrBlock: string;
  /** `System`, `Custom`, `BGP`, `CEN`, ... : who put it there. */
  type: string;
  nextHopType: string;
}

export interface SnatCoverage {
  /** Source CIDRs of all SNAT entries of the VPC's NAT gateways. */
  sourceCidrs: string[];
  sourceVSwitchIds: string[];
}

export interface VpcApi {
  readVpc(vpcId: string): Promise<Vpc | undefined>;
  /** All vSwitches of the VPC, every page. Lists lag behind writes. */
  listVSwitches(vpcId: string, freshness: Freshness): Promise<VSwitch[]>;
  readVSwitch(vSwitchId: string): Promise<VSwitch | undefined>;
  /** `clientToken` makes a repeat of the same request answer the same vSwitch. */
  createVSwitch(request: {
    vpcId: string;
    zoneId: string;
    cidrBlock: string;
    name: string;
    description: string;
    tags: Tag[];
    clientToken: string;
  }): Promise<{ vSwitchId: string }>;
  /** Adds tags to vSwitches, at most 50 at once; other tags stay. */
  tagVSwitches(request: { vSwitchIds: string[]; tags: Tag[] }): Promise<void>;
  /** Not found counts as deleted. Throws CLOUD_IN_USE while dependants exist. */
  deleteVSwitch(vSwitchId: string): Promise<void>;
  /** Entries of every route table of the VPC. */
  listRouteEntries(vpcId: string): Promise<RouteEntry[]>;
  /** CIDR blocks that somebody reserved inside vSwitches of the VPC. */
  listCidrReservations(vpcId: string): Promise<string[]>;
  /** Undefined when the credentials may not look. */
  readSnatCoverage(vpcId: string): Promise<SnatCoverage | undefined>;
}

export interface Cluster {
  clusterId: string;
  name: string;
  regionId: string;
  vpcId: string;
  state: string;
  serviceCidr: string | undefined;
  /** Pod CIDR of a Flannel cluster; undefined on Terway. */
  containerCidr: string | undefined;
  securityGroupId: string | undefined;
}

export interface Addon {
  name: string;
  version: string;
  config: Record<string, unknown>;
}

export interface Taint {
  key: string;
  value: string;
  effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

export interface NodePool {
  nodePoolId: string;
  name: string;
  isDefault: boolean;
  state: string;
  desiredSize: number;
  instanceTypes: string[];
  vSwitchIds: string[];
  labels: Tag[];
  taints: Taint[];
  tags: Tag[];
  counts: { total: number; healthy: number; failed: number; offline: number; removing: number };
  autoScaling: { enable: boolean; min: number; max: number };
}

export interface NodePoolRequest {
  name: string;
  vSwitchIds: string[];
  instanceTypes: string[];
  systemDiskGib: number;
  securityGroupId: string | undefined;
  labels: Tag[];
  taints: Taint[];
  tags: Tag[];
  desiredSize: number;
}

export interface NodePoolChange {
  desiredSize?: number;
  vSwitchIds?: string[];
  autoScaling?: { min: number; max: number } | 'off';
  /** All of them, in place of those there were; labels and taints also on the nodes that exist. */
  labels?: Tag[];
  taints?: Taint[];
  tags?: Tag[];
}

export interface ClusterNode {
  instanceId: string;
  nodeName: string;
  /** running | removing | initial | failed */
  state: string;
  errorMessage: string;
}

export interface CloudTask {
  taskId: string;
  outcome: 'running' | 'succeeded' | 'failed';
  /** The vendor's code and message of a failed task or sub-result. */
  error: { code: string; message: string } | undefined;
  createdAtMs: number;
  type: string;
  targetId: string;
}

export interface AckQuota {
  nodePoolsPerCluster: number;
  nodesPerCluster: number;
}

export interface AckApi {
  readCluster(clusterId: string): Promise<Cluster | undefined>;
  listClusters(): Promise<Cluster[]>;
  listAddons(clusterId: string): Promise<Addon[]>;
  listNodePools(clusterId: string, freshness: Freshness): Promise<NodePool[]>;
  readNodePool(request: { clusterId: string; nodePoolId: string }, freshness: Freshness): Promise<NodePool | undefined>;
  /** Names are not unique and there is no client token: look by name and by tasks before a second try. */
  createNodePool(clusterId: string, request: NodePoolRequest): Promise<{ nodePoolId: string; taskId: string }>;
  changeNodePool(
    request: { clusterId: string; nodePoolId: string },
    change: NodePoolChange,
  ): Promise<{ taskId: string }>;
  /** Takes nodes out, whose pods the caller has moved; the desired size falls. Releases machines unless they are kept. */
  removeNodes(request: NodesOfPool & { keepsInstances?: boolean }): Promise<{ taskId: string }>;
  /** DESTROYS what is on their system disks; they keep their interfaces and addresses. The desired size grows. */
  attachInstances(request: NodesOfPool): Promise<{ taskId: string }>;
  /** Not found counts as deleted. */
  deleteNodePool(request: { clusterId: string; nodePoolId: string; force: boolean }): Promise<void>;
  listNodes(request: { clusterId: string; nodePoolId: string }, freshness: Freshness): Promise<ClusterNode[]>;
  readTask(taskId: string): Promise<CloudTask | undefined>;
  /** Newest first; only what ACK still remembers. */
  listTasks(clusterId: string): Promise<CloudTask[]>;
  readQuota(): Promise<AckQuota | undefined>;
  /** A kubeconfig valid for a limited time, as YAML. */
  readKubeconfig(request: { clusterId: string; minutes: number }): Promise<{ yaml: string; expiresAtMs: number }>;
}

export interface InstanceType {
  instanceTypeId: string;
  cpuCores: number;
  memoryGib: number;
  eniQuantity: number;
  eniTotalQuantity: number;
  eniPrivateIpAddressQuantity: number;
  trunkSupported: boolean;
}

export interface NetworkInterface {
  networkInterfaceId: string;
  instanceId: string | undefined;
  vSwitchId: string;
  type: 'Primary' | 'Secondary' | 'Trunk' | 'Member' | string;
  status: string;
  description: string;
  serviceManaged: boolean;
  ipAddresses: string[];
  tags: Tag[];
}

export interface EcsApi {
  /** Those of the asked types that exist; at most 50 ids. */
  listInstanceTypes(instanceTypeIds: string[]): Promise<InstanceType[]>;
  /** Every type of the region with at least the asked number of ENIs: a thousand or so. */
  listInstanceTypesWith(request: { fewestEnis: number }): Promise<InstanceType[]>;
  listInstances(instanceIds: string[]): Promise<Instance[]>;
  listNetworkInterfaces(
    query: { instanceId: string } | { vSwitchId: string },
    freshness: Freshness,
  ): Promise<NetworkInterface[]>;
  /** The interface stays, attached to nothing, a few seconds later. One that is not on the instance counts as done. */
  detachNetworkInterface(request: { instanceId: string; networkInterfaceId: string }): Promise<void>;
  /** Only one that is attached to nothing; not found counts as deleted. Throws CLOUD_BUSY while it is in use. */
  deleteNetworkInterface(networkInterfaceId: string): Promise<void>;
}

export interface Cloud {
  vpc: VpcApi;
  ack: AckApi;
  ecs: EcsApi;
  rds: RdsApi;
}

/** Endpoints of one region as whole URLs; what is missing follows the SDK's own rules. */
export interface CloudEndpoints {
  vpc?: string | undefined;
  cs?: string | undefined;
  ecs?: string | undefined;
  rds?: string | undefined;
}

export interface Clouds {
  inRegion(region: string, endpoints?: CloudEndpoints): Cloud;
}
