import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { removeInterface } from './interfaces.ts';

export const deleteNetworkInterface: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DeleteNetworkInterface',
  parameters: 'NetworkInterfaceId* RegionId*',
  run({ world, parameters, markChanged }) {
    const record = world.ecs.networkInterfaces.get(parameters.text('NetworkInterfaceId'));
    if (!record) throw new ApiError(404, 'InvalidEniId.NotFound', 'The specified network interface does not exist.');
    if (record.status !== 'Available') {
      throw new ApiError(
        400,
        'InvalidOperation.InvalidEniState',
        'The interface is in a state without this operation.',
      );
    }
    removeInterface(world, record);
    markChanged();
    return {};
  },
};
