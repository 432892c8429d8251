import type { RpcAction } from '../action.ts';

export const describeZones: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeZones',
  parameters: 'AcceptLanguage RegionId* ZoneType',
  run({ world, parameters }) {
    const zones = world.vpc.zones.get(parameters.text('RegionId')) ?? [];
    return {
      Zones: {
        Zone: zones.map((ZoneId) => ({ ZoneId, LocalName: `Zone ${ZoneId.slice(-1).toUpperCase()}`, ZoneType: '' })),
      },
    };
  },
};
