import type { RpcAction } from '../action.ts';
import { pageOf } from '../pages.ts';

export const describeNatGateways: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeNatGateways',
  parameters: `AvailabilityMode DryRun:bool InstanceChargeType Name NatGatewayId NatType NetworkType PageNumber:num
    PageSize:num RegionId* ResourceGroupId Spec Status Tag.N.Key Tag.N.Value VpcId ZoneId`,
  run({ world, parameters }) {
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const found = [...world.vpc.vpcs.values()]
      .flatMap((vpc) => vpc.natGateways.map((nat) => ({ vpc, nat })))
      .filter(
        ({ vpc, nat }) =>
          wanted('RegionId', vpc.regionId) && wanted('VpcId', vpc.vpcId) && wanted('NatGatewayId', nat.natGatewayId),
      );
    const page = pageOf(found, parameters);
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TotalCount: page.total,
      NatGateways: {
        NatGateway: page.items.map(({ vpc, nat }) => ({
          NatGatewayId: nat.natGatewayId,
          Name: nat.name,
          VpcId: vpc.vpcId,
          RegionId: vpc.regionId,
          Status: 'Available',
          NatType: 'Enhanced',
          NetworkType: 'internet',
          SnatTableIds: { SnatTableId: [nat.snatTableId] },
          IpLists: {
            IpList: nat.snatEntries.map(({ snatIp }) => ({ IpAddress: snatIp, UsingStatus: 'UsedBySnatTable' })),
          },
          NatGatewayPrivateInfo: { VswitchId: nat.vSwitchId },
        })),
      },
    };
  },
};
