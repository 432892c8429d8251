import type { RpcAction } from '../action.ts';
import { pageOf } from '../pages.ts';

export const describeRouteTableList: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeRouteTableList',
  parameters: `PageNumber:num PageSize:num RegionId* ResourceGroupId RouteTableId RouteTableName RouteTableType RouterId
    RouterType Tag.N.Key Tag.N.Value VpcId`,
  run({ world, parameters }) {
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const found = [...world.vpc.vpcs.values()].filter(
      (vpc) =>
        wanted('RegionId', vpc.regionId) && wanted('VpcId', vpc.vpcId) && wanted('RouteTableId', vpc.routeTableId),
    );
    const page = pageOf(found, parameters);
    const vSwitches = [...world.vpc.vSwitches.values()];
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TotalCount: page.total,
      RouterTableList: {
        RouterTableListType: page.items.map((vpc) => ({
          RouteTableId: vpc.routeTableId,
          RouteTableType: 'System',
          AssociateType: 'VSwitch',
          RouterId: vpc.routeTableId.replace('vtb-', 'vrt-'),
          RouterType: 'VRouter',
          Status: 'Available',
          VpcId: vpc.vpcId,
          VSwitchIds: {
            VSwitchId: vSwitches.filter(({ vpcId }) => vpcId === vpc.vpcId).map(({ vSwitchId }) => vSwitchId),
          },
        })),
      },
    };
  },
};
