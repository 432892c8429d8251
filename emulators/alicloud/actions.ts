import type { Action } from './action.ts';
import { attachInstancesToNodePool } from './cs/attach-instances-to-node-pool.ts';
import { createClusterNodePool } from './cs/create-cluster-node-pool.ts';
import { deleteClusterNodepool } from './cs/delete-cluster-node-pool.ts';
import { describeClusterDetail } from './cs/describe-cluster-detail.ts';
import { describeClusterNodePoolDetail } from './cs/describe-cluster-node-pool-detail.ts';
import { describeClusterNodePools } from './cs/describe-cluster-node-pools.ts';
import { describeClusterNodes } from './cs/describe-cluster-nodes.ts';
import { describeClusterTasks } from './cs/describe-cluster-tasks.ts';
import { describeClusterUserKubeconfig } from './cs/describe-cluster-user-kubeconfig.ts';
import { describeClustersV1 } from './cs/describe-clusters.ts';
import { describeTaskInfo } from './cs/describe-task-info.ts';
import { describeUserQuota } from './cs/describe-user-quota.ts';
import { getClusterAddonInstance } from './cs/get-cluster-addon-instance.ts';
import { listClusterAddonInstances } from './cs/list-cluster-addon-instances.ts';
import { modifyClusterNodePool } from './cs/modify-cluster-node-pool.ts';
import { removeNodePoolNodes } from './cs/remove-node-pool-nodes.ts';
import { deleteNetworkInterface } from './ecs/delete-network-interface.ts';
import { describeAvailableResource } from './ecs/describe-available-resource.ts';
import { describeInstanceTypes } from './ecs/describe-instance-types.ts';
import { describeInstances } from './ecs/describe-instances.ts';
import { describeNetworkInterfaces } from './ecs/describe-network-interfaces.ts';
import { detachNetworkInterface } from './ecs/detach-network-interface.ts';
import { describeDbInstanceAttribute } from './rds/describe-db-instance-attribute.ts';
import { describeDbInstanceIpArrayList } from './rds/describe-db-instance-ip-array-list.ts';
import { describeDbInstanceNetInfo } from './rds/describe-db-instance-net-info.ts';
import { describeDbInstances } from './rds/describe-db-instances.ts';
import { listRdsTagResources } from './rds/list-tag-resources.ts';
import { modifySecurityIps } from './rds/modify-security-ips.ts';
import { createVSwitch } from './vpc/create-vswitch.ts';
import { deleteVSwitch } from './vpc/delete-vswitch.ts';
import { describeNatGateways } from './vpc/describe-nat-gateways.ts';
import { describeRouteEntryList } from './vpc/describe-route-entry-list.ts';
import { describeRouteTableList } from './vpc/describe-route-table-list.ts';
import { describeSnatTableEntries } from './vpc/describe-snat-table-entries.ts';
import { describeVpcAttribute } from './vpc/describe-vpc-attribute.ts';
import { describeVpcs } from './vpc/describe-vpcs.ts';
import { describeVSwitchAttributes } from './vpc/describe-vswitch-attributes.ts';
import { describeVSwitches } from './vpc/describe-vswitches.ts';
import { describeZones } from './vpc/describe-zones.ts';
import { listVpcTagResources } from './vpc/list-tag-resources.ts';
import { listVSwitchCidrReservations } from './vpc/list-vswitch-cidr-reservations.ts';
import { tagResources } from './vpc/tag-resources.ts';

/** Every action that the emulator answers. */
export const actions: Action[] = [
  createVSwitch,
  deleteVSwitch,
  describeVSwitches,
  describeVSwitchAttributes,
  tagResources,
  listVpcTagResources,
  describeVpcs,
  describeVpcAttribute,
  describeRouteTableList,
  describeRouteEntryList,
  describeZones,
  describeNatGateways,
  describeSnatTableEntries,
  listVSwitchCidrReservations,
  createClusterNodePool,
  modifyClusterNodePool,
  deleteClusterNodepool,
  removeNodePoolNodes,
  attachInstancesToNodePool,
  describeClusterNodePools,
  describeClusterNodePoolDetail,
  describeClusterNodes,
  describeTaskInfo,
  describeClusterTasks,
  describeClusterDetail,
  describeClustersV1,
  listClusterAddonInstances,
  getClusterAddonInstance,
  describeUserQuota,
  describeClusterUserKubeconfig,
  describeInstances,
  describeInstanceTypes,
  describeAvailableResource,
  describeNetworkInterfaces,
  detachNetworkInterface,
  deleteNetworkInterface,
  describeDbInstances,
  describeDbInstanceAttribute,
  describeDbInstanceIpArrayList,
  describeDbInstanceNetInfo,
  listRdsTagResources,
  modifySecurityIps,
];
