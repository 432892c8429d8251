import { timestamp, type World } from '../world.ts';
import { shownAddressCount } from './addresses.ts';
import { tagList } from './find.ts';
import type { VSwitch } from './state.ts';

/** A vSwitch as DescribeVSwitches and DescribeVSwitchAttributes show it. */
export function viewVSwitch(world: World, vSwitch: VSwitch) {
  return {
    VSwitchId: vSwitch.vSwitchId,
    VSwitchName: vSwitch.name,
    VpcId: vSwitch.vpcId,
    ZoneId: vSwitch.zoneId,
    CidrBlock: vSwitch.cidrBlock,
    Ipv6CidrBlock: '',
    EnabledIpv6: false,
    Status: vSwitch.status,
    Description: vSwitch.description,
    AvailableIpAddressCount: shownAddressCount(world, vSwitch),
    CreationTime: timestamp(vSwitch.createdAtMs),
    IsDefault: false,
    NetworkAclId: '',
    OwnerId: Number(world.accountId),
    ResourceGroupId: 'rg-acfmdefault',
    ShareType: '',
    RouteTable: { RouteTableId: world.vpc.vpcs.get(vSwitch.vpcId)?.routeTableId ?? '', RouteTableType: 'System' },
    Tags: { Tag: tagList(vSwitch) },
  };
}
