import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { tokenPageOf } from '../pages.ts';

/** Not zone-aware: what is sold out or not offered in a zone is listed all the same. */
export const describeInstanceTypes: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DescribeInstanceTypes',
  parameters: `CpuArchitecture InstanceCategory InstanceFamilyLevel InstanceTypeFamily InstanceTypes.N MaxResults:num
    MinimumEniPrivateIpAddressQuantity:num MinimumEniQuantity:num MinimumCpuCoreCount:num MaximumCpuCoreCount:num
    NextToken`,
  run({ world, parameters }) {
    const ids = parameters.list('InstanceTypes');
    if (ids.length > 10) throw new ApiError(400, 'InvalidParameter', 'At most 10 instance types at once.');
    const found = [...world.ecs.instanceTypes.values()].filter(
      (type) =>
        (ids.length === 0 || ids.includes(type.id)) &&
        (!parameters.has('InstanceTypeFamily') || familyOf(type.id) === parameters.text('InstanceTypeFamily')) &&
        type.eniQuantity >= parameters.number('MinimumEniQuantity', 0) &&
        type.eniPrivateIpAddressQuantity >= parameters.number('MinimumEniPrivateIpAddressQuantity', 0),
    );
    const page = tokenPageOf(found, parameters, { name: 'MaxResults', maximum: 100, standard: 100 });
    return {
      NextToken: page.nextToken,
      InstanceTypes: {
        InstanceType: page.items.map((type) => ({
          InstanceTypeId: type.id,
          InstanceTypeFamily: familyOf(type.id),
          CpuArchitecture: 'X86',
          CpuCoreCount: type.cpu,
          MemorySize: type.memoryGib,
          EniQuantity: type.eniQuantity,
          EniTotalQuantity: type.eniTotalQuantity,
          EniPrivateIpAddressQuantity: type.eniPrivateIpAddressQuantity,
          EniIpv6AddressQuantity: 1,
          EniTrunkSupported: type.trunk,
        })),
      },
    };
  },
};

function familyOf(id: string): string {
  return id.split('.').slice(0, 2).join('.');
}
