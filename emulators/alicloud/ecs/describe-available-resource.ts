import type { RpcAction } from '../action.ts';
import { isInStock } from '../cs/place-node.ts';

/** Which instance types have stock in which zone. */
export const describeAvailableResource: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DescribeAvailableResource',
  parameters: `Cores:num DataDiskCategory DedicatedHostId DestinationResource* InstanceChargeType InstanceType IoOptimized
    Memory NetworkCategory RegionId* ResourceType Scope SpotDuration:num SpotStrategy SystemDiskCategory ZoneId`,
  run({ world, parameters }) {
    const types = [...world.ecs.instanceTypes.values()].filter(
      (type) => !parameters.has('InstanceType') || parameters.text('InstanceType') === type.id,
    );
    const zones = (world.vpc.zones.get(parameters.text('RegionId')) ?? []).filter(
      (zoneId) => !parameters.has('ZoneId') || parameters.text('ZoneId') === zoneId,
    );
    const availability = (hasStock: boolean) => ({
      Status: hasStock ? 'Available' : 'SoldOut',
      StatusCategory: hasStock ? 'WithStock' : 'WithoutStock',
    });
    return {
      AvailableZones: {
        AvailableZone: zones.map((ZoneId) => ({
          ZoneId,
          RegionId: parameters.text('RegionId'),
          ...availability(types.some((type) => isInStock(world, type, ZoneId))),
          AvailableResources: {
            AvailableResource: [
              {
                Type: 'InstanceType',
                SupportedResources: {
                  SupportedResource: types
                    .filter((type) => type.zones.includes(ZoneId))
                    .map((type) => ({ Value: type.id, ...availability(isInStock(world, type, ZoneId)) })),
                },
              },
            ],
          },
        })),
      },
    };
  },
};
