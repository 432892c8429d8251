export interface InstanceType {
  id: string;
  cpu: number;
  memoryGib: number;
  eniQuantity: number;
  eniTotalQuantity: number;
  eniPrivateIpAddressQuantity: number;
  trunk: boolean;
  /** Where it is offered at all. */
  zones: string[];
}

export interface Instance {
  instanceId: string;
  status: 'Pending' | 'Running' | 'Stopping';
  regionId: string;
  zoneId: string;
  vpcId: string;
  vSwitchId: string;
  instanceType: string;
  spotStrategy: string;
  primaryIpAddress: string;
  securityGroupId: string;
  clusterId: string;
  nodePoolId: string;
  tags: Record<string, string>;
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: string }[];
  createdAtMs: number;
  /** The kubelet may register; false for a machine that never will. */
  isAnnounced: boolean;
  isRemoving: boolean;
  /** What kubelet said last. */
  node: { name: string; ready: boolean } | undefined;
  wasReady: boolean;
  hasFailed: boolean;
}

export interface InterfaceRecord {
  networkInterfaceId: string;
  /** Empty when it is attached to nothing. */
  instanceId: string;
  vpcId: string;
  vSwitchId: string;
  zoneId: string;
  type: 'Primary' | 'Secondary' | 'Trunk' | 'Member';
  status: 'Available' | 'Attaching' | 'InUse' | 'Detaching' | 'Deleting';
  ipAddresses: string[];
  securityGroupId: string;
  tags: Record<string, string>;
  isServiceManaged: boolean;
  createdAtMs: number;
  listedFromMs: number;
}

export interface EcsState {
  instanceTypes: Map<string, InstanceType>;
  instances: Map<string, Instance>;
  networkInterfaces: Map<string, InterfaceRecord>;
}
