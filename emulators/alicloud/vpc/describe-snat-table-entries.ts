import type { RpcAction } from '../action.ts';
import { pageOf } from '../pages.ts';
import { missingParameter } from '../parameters.ts';

export const describeSnatTableEntries: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeSnatTableEntries',
  parameters: `NatGatewayId NetworkInterfaceIds.N PageNumber:num PageSize:num RegionId* SnatEntryId SnatEntryName SnatIp
    SnatTableId SourceCIDR SourceVSwitchId`,
  run({ world, parameters }) {
    if (!parameters.has('NatGatewayId') && !parameters.has('SnatTableId')) throw missingParameter('SnatTableId');
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const found = [...world.vpc.vpcs.values()]
      .flatMap((vpc) => vpc.natGateways)
      .filter((nat) => wanted('NatGatewayId', nat.natGatewayId) && wanted('SnatTableId', nat.snatTableId))
      .flatMap((nat) => nat.snatEntries.map((entry) => ({ nat, entry })))
      .filter(
        ({ entry }) => wanted('SourceVSwitchId', entry.sourceVSwitchId) && wanted('SourceCIDR', entry.sourceCidr),
      );
    const page = pageOf(found, parameters);
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TotalCount: page.total,
      SnatTableEntries: {
        SnatTableEntry: page.items.map(({ nat, entry }) => ({
          SnatEntryId: entry.snatEntryId,
          SnatEntryName: '',
          SnatIp: entry.snatIp,
          SnatTableId: nat.snatTableId,
          NatGatewayId: nat.natGatewayId,
          SourceVSwitchId: entry.sourceVSwitchId,
          SourceCIDR: entry.sourceCidr,
          Status: 'Available',
        })),
      },
    };
  },
};
