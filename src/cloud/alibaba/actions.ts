/**
 * Every RAM action that the adapter calls, and nothing else: the RAM policy in `deploy/` is checked against this list,
 * and a call can only be made under one of these names. RAM names equal the API's action names for all of them.
 */
export const cloudActions = [
  'vpc:CreateVSwitch',
  'vpc:DeleteVSwitch',
  'vpc:DescribeNatGateways',
  'vpc:DescribeRouteEntryList',
  'vpc:DescribeRouteTableList',
  'vpc:DescribeSnatTableEntries',
  'vpc:DescribeVSwitchAttributes',
  'vpc:DescribeVSwitches',
  'vpc:DescribeVpcAttribute',
  'vpc:ListVSwitchCidrReservations',
  'cs:CreateClusterNodePool',
  'cs:DeleteClusterNodepool',
  'cs:DescribeClusterDetail',
  'cs:DescribeClusterNodePoolDetail',
  'cs:DescribeClusterNodePools',
  'cs:DescribeClusterNodes',
  'cs:DescribeClusterTasks',
  'cs:DescribeClusterUserKubeconfig',
  'cs:DescribeClustersV1',
  'cs:DescribeTaskInfo',
  'cs:DescribeUserQuota',
  'cs:GetClusterAddonInstance',
  'cs:ListClusterAddonInstances',
  'cs:ModifyClusterNodePool',
  'ecs:DescribeInstanceTypes',
  'ecs:DescribeInstances',
  'ecs:DescribeNetworkInterfaces',
  'rds:DescribeDBInstanceIPArrayList',
  'rds:DescribeDBInstances',
  'rds:ListTagResources',
] as const;

export type CloudAction = (typeof cloudActions)[number];
