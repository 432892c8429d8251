import type { RpcAction } from '../action.ts';
import { pageOf } from '../pages.ts';
import { missingParameter } from '../parameters.ts';
import { isListed } from '../world.ts';
import { matchesTags } from './find.ts';
import { viewVSwitch } from './view-vswitch.ts';

/** A new vSwitch appears with a delay. */
export const describeVSwitches: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeVSwitches',
  parameters: `DryRun:bool EnableIpv6:bool IsDefault:bool PageNumber:num PageSize:num RegionId ResourceGroupId
    RouteTableId Tag.N.Key Tag.N.Value VSwitchId VSwitchName VSwitchOwnerId:num VpcId ZoneId`,
  run({ world, parameters }) {
    if (!parameters.has('RegionId') && !parameters.has('VpcId')) throw missingParameter('RegionId');
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const found = [...world.vpc.vSwitches.values()].filter(
      (vSwitch) =>
        isListed(world, vSwitch) &&
        wanted('RegionId', world.vpc.vpcs.get(vSwitch.vpcId)?.regionId ?? '') &&
        wanted('VpcId', vSwitch.vpcId) &&
        wanted('ZoneId', vSwitch.zoneId) &&
        wanted('VSwitchName', vSwitch.name) &&
        (!parameters.has('VSwitchId') || parameters.text('VSwitchId').split(',').includes(vSwitch.vSwitchId)) &&
        matchesTags(vSwitch.tags, parameters.tags()),
    );
    const page = pageOf(found, parameters);
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TotalCount: page.total,
      VSwitches: { VSwitch: page.items.map((vSwitch) => viewVSwitch(world, vSwitch)) },
    };
  },
};
