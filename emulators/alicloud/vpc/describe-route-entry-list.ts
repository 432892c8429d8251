import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { tokenPageOf } from '../pages.ts';
import type { World } from '../world.ts';
import type { RouteEntry, Vpc } from './state.ts';

/** Own entries first, then the system's: one per vSwitch and the vendor's service range. */
export const describeRouteEntryList: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeRouteEntryList',
  parameters: `DestCidrBlockList.N DestinationCidrBlock IpVersion MaxResult:num NextHopId NextHopType NextToken
    RegionId* RouteEntryId RouteEntryName RouteEntryType RouteTableId* ServiceType`,
  run({ world, parameters }) {
    const vpc = [...world.vpc.vpcs.values()].find(
      ({ routeTableId }) => routeTableId === parameters.text('RouteTableId'),
    );
    if (!vpc) throw new ApiError(404, 'InvalidRouteTableId.NotFound', 'Specified route table does not exist.');
    const destination = parameters.text('DestinationCidrBlock');
    const type = parameters.text('RouteEntryType');
    const found = [...vpc.routeEntries, ...systemEntries(world, vpc)].filter(
      (entry) =>
        (destination === '' || entry.destinationCidrBlock === destination) && (type === '' || entry.type === type),
    );
    const page = tokenPageOf(found, parameters, { name: 'MaxResult', maximum: 100, standard: 50 });
    return {
      NextToken: page.nextToken,
      TotalCount: page.total,
      RouteEntrys: { RouteEntry: page.items.map((entry) => view(vpc, entry)) },
    };
  },
};

function systemEntries(world: World, vpc: Vpc): RouteEntry[] {
  const own = [...world.vpc.vSwitches.values()].filter(({ vpcId }) => vpcId === vpc.vpcId);
  const destinations = [...own.map(({ cidrBlock }) => cidrBlock), '100.64.0.0/10'];
  return destinations.map((destinationCidrBlock) => ({
    routeEntryId: `rte-system-${destinationCidrBlock.replaceAll(/[./]/g, '-')}`,
    destinationCidrBlock,
    type: 'System',
    nextHopType: 'local',
    nextHopId: '',
    name: '',
  }));
}

function view(vpc: Vpc, entry: RouteEntry) {
  return {
    RouteEntryId: entry.routeEntryId,
    RouteEntryName: entry.name,
    RouteTableId: vpc.routeTableId,
    DestinationCidrBlock: entry.destinationCidrBlock,
    Type: entry.type,
    Status: 'Available',
    IpVersion: 'IPv4',
    Description: '',
    NextHops: { NextHop: [{ NextHopId: entry.nextHopId, NextHopType: entry.nextHopType, Enabled: 1, Weight: 0 }] },
  };
}
