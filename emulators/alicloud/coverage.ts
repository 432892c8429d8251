/** What the emulator answers and what it leaves out, action by action; a test holds it against the routes. */
export const coverage: { action: string; isCovered: boolean; note?: string }[] = [
  ...covered(
    'vpc',
    `CreateVSwitch DeleteVSwitch DescribeVSwitches DescribeVSwitchAttributes TagResources ListTagResources DescribeVpcs
    DescribeVpcAttribute DescribeRouteTableList DescribeRouteEntryList DescribeZones DescribeNatGateways
    DescribeSnatTableEntries ListVSwitchCidrReservations`,
  ),
  ...covered(
    'cs',
    `CreateClusterNodePool ModifyClusterNodePool DeleteClusterNodepool RemoveNodePoolNodes AttachInstancesToNodePool
    DescribeClusterNodePools DescribeClusterNodePoolDetail DescribeClusterNodes DescribeTaskInfo DescribeClusterTasks DescribeClusterDetail
    DescribeClustersV1 ListClusterAddonInstances GetClusterAddonInstance DescribeUserQuota
    DescribeClusterUserKubeconfig`,
  ),
  ...covered(
    'ecs',
    `DescribeInstances DescribeInstanceTypes DescribeAvailableResource DescribeNetworkInterfaces DetachNetworkInterface
    DeleteNetworkInterface`,
  ),
  ...covered(
    'rds',
    `DescribeDBInstances DescribeDBInstanceAttribute DescribeDBInstanceIPArrayList DescribeDBInstanceNetInfo
    ListTagResources ModifySecurityIps`,
  ),
  { action: 'vpc:AssociateVpcCidrBlock', isCovered: false, note: 'secondary blocks come with the seed' },
  { action: 'vpc:ModifyVSwitchAttribute', isCovered: false, note: 'nothing renames a vSwitch' },
  { action: 'vpc:UnTagResources', isCovered: false, note: 'nothing takes a tag off' },
  { action: 'cs:ScaleClusterNodePool', isCovered: false, note: 'relative and not repeatable, so never used' },
  { action: 'cs:CancelTask', isCovered: false, note: 'refused by most real tasks' },
  { action: 'cs:DescribeEvents', isCovered: false, note: 'no events are kept' },
  { action: 'rds:MigrateSecurityIPMode', isCovered: false, note: 'the mode comes with the seed' },
  { action: 'rds:ModifyWhitelistTemplate', isCovered: false, note: 'templates span instances; not used' },
];

function covered(product: string, actions: string) {
  return actions.split(/\s+/).map((action) => ({ action: `${product}:${action}`, isCovered: true }));
}
