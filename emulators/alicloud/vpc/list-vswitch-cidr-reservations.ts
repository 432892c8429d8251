import type { RpcAction } from '../action.ts';
import { tokenPageOf } from '../pages.ts';

export const listVSwitchCidrReservations: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'ListVSwitchCidrReservations',
  parameters: `IpVersion MaxResults:num NextToken RegionId* Tags.N.Key Tags.N.Value VSwitchCidrReservationIds.N
    VSwitchCidrReservationType VSwitchId`,
  run({ world, parameters }) {
    const found = [...world.vpc.vSwitches.values()]
      .filter(({ vSwitchId }) => !parameters.has('VSwitchId') || parameters.text('VSwitchId') === vSwitchId)
      .flatMap((vSwitch) => vSwitch.reservations.map((reservation) => ({ vSwitch, reservation })));
    const page = tokenPageOf(found, parameters, { name: 'MaxResults', maximum: 100, standard: 50 });
    return {
      MaxResults: page.size,
      NextToken: page.nextToken,
      TotalCount: page.total,
      VSwitchCidrReservations: page.items.map(({ vSwitch, reservation }) => ({
        VSwitchCidrReservationId: reservation.reservationId,
        VSwitchCidrReservationCidr: reservation.cidr,
        VSwitchCidrReservationName: reservation.name,
        VSwitchId: vSwitch.vSwitchId,
        VpcId: vSwitch.vpcId,
        IpVersion: 'IPv4',
        Type: 'Prefix',
        Status: 'Assigned',
      })),
    };
  },
};
