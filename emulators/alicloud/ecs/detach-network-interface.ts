import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';

/** `InUse`, then `Detaching`, then `Available`. */
export const detachNetworkInterface: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DetachNetworkInterface',
  parameters: 'InstanceId* NetworkInterfaceId* RegionId* TrunkNetworkInstanceId',
  run({ world, parameters, markChanged }) {
    const record = world.ecs.networkInterfaces.get(parameters.text('NetworkInterfaceId'));
    const instance = world.ecs.instances.get(parameters.text('InstanceId'));
    if (!record) throw new ApiError(404, 'InvalidEniId.NotFound', 'The specified network interface does not exist.');
    if (!instance) throw new ApiError(404, 'InvalidEcsId.NotFound', 'The specified instance does not exist.');
    if (record.instanceId !== instance.instanceId) {
      throw new ApiError(400, 'InvalidParameter.EniNotBelongEcs', 'The interface does not belong to the instance.');
    }
    if (record.type === 'Primary') {
      throw new ApiError(400, 'InvalidOperation.DetachPrimaryEniNotAllowed', 'The primary interface stays.');
    }
    if (record.isServiceManaged) throw new ApiError(403, 'InvalidOperation.EniServiceManaged', 'Managed by a service.');
    if (instance.status !== 'Running') {
      throw new ApiError(400, 'InvalidOperation.InvalidEcsState', 'The instance is in a state without this operation.');
    }
    if (record.status !== 'InUse' && record.status !== 'Detaching') {
      throw new ApiError(
        400,
        'InvalidOperation.InvalidEniState',
        'The interface is in a state without this operation.',
      );
    }
    record.status = 'Detaching';
    markChanged();
    world.clock.after(world.settings.delays.interfaceDetachMs, () => {
      if (record.status !== 'Detaching') return;
      record.status = 'Available';
      record.instanceId = '';
    });
    return {};
  },
};
