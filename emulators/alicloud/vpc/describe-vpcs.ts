import type { RpcAction } from '../action.ts';
import { pageOf } from '../pages.ts';
import { matchesTags } from './find.ts';
import { viewVpc } from './view-vpc.ts';

export const describeVpcs: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeVpcs',
  parameters: `DhcpOptionsSetId DryRun:bool EnableIpv6:bool IsDefault:bool PageNumber:num PageSize:num RegionId*
    ResourceGroupId Tag.N.Key Tag.N.Value VpcId VpcName VpcOwnerId:num`,
  run({ world, parameters }) {
    const found = [...world.vpc.vpcs.values()].filter(
      (vpc) =>
        vpc.regionId === parameters.text('RegionId') &&
        (!parameters.has('VpcId') || parameters.text('VpcId').split(',').includes(vpc.vpcId)) &&
        (!parameters.has('VpcName') || parameters.text('VpcName') === vpc.name) &&
        matchesTags(vpc.tags, parameters.tags()),
    );
    const page = pageOf(found, parameters);
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TotalCount: page.total,
      Vpcs: { Vpc: page.items.map((vpc) => viewVpc(world, vpc)) },
    };
  },
};
