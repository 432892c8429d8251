import type { World } from '../world.ts';
import { tagList } from './find.ts';
import type { Vpc } from './state.ts';

/** A VPC as DescribeVpcs and DescribeVpcAttribute show it. */
export function viewVpc(world: World, vpc: Vpc) {
  const vSwitchIds = [...world.vpc.vSwitches.values()].filter((vSwitch) => vSwitch.vpcId === vpc.vpcId);
  return {
    VpcId: vpc.vpcId,
    VpcName: vpc.name,
    RegionId: vpc.regionId,
    Status: 'Available',
    CidrBlock: vpc.cidrBlock,
    SecondaryCidrBlocks: { SecondaryCidrBlock: vpc.secondaryCidrBlocks },
    UserCidrs: { UserCidr: vpc.userCidrs },
    VSwitchIds: { VSwitchId: vSwitchIds.map((vSwitch) => vSwitch.vSwitchId) },
    RouterTableIds: { RouterTableIds: [vpc.routeTableId] },
    NatGatewayIds: { NatGatewayIds: vpc.natGateways.map((nat) => nat.natGatewayId) },
    VRouterId: vpc.routeTableId.replace('vtb-', 'vrt-'),
    CreationTime: '2024-01-01T00:00:00Z',
    Description: '',
    IsDefault: false,
    OwnerId: Number(world.accountId),
    ResourceGroupId: 'rg-acfmdefault',
    Tags: { Tag: tagList(vpc) },
  };
}
