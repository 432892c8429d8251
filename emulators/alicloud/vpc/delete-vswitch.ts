import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { dryRunPassed } from '../parameters.ts';
import type { World } from '../world.ts';
import { goneVSwitch, isVpcBusy } from './find.ts';
import type { VSwitch } from './state.ts';

/** `Pending`, then gone. Refused while anything still uses it, or while the VPC changes another vSwitch. */
export const deleteVSwitch: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DeleteVSwitch',
  parameters: 'DryRun:bool RegionId VSwitchId*',
  checksDryRun: true,
  run({ world, parameters, markChanged }) {
    const vSwitch = world.vpc.vSwitches.get(parameters.text('VSwitchId'));
    if (!vSwitch) throw goneVSwitch(world, 404);
    if (isVpcBusy(world, vSwitch.vpcId)) {
      const message = 'Some virtual switch is modifying within the same VPC.';
      throw new ApiError(400, 'IncorrectVSwitchStatus', message);
    }
    checkDependants(world, vSwitch);
    if (parameters.flag('DryRun')) throw dryRunPassed();
    vSwitch.status = 'Pending';
    markChanged();
    world.clock.after(world.settings.delays.vSwitchDeleteMs, () => world.vpc.vSwitches.delete(vSwitch.vSwitchId));
    return {};
  },
};

function checkDependants(world: World, { vSwitchId, vpcId }: VSwitch): void {
  for (const nat of world.vpc.vpcs.get(vpcId)?.natGateways ?? []) {
    if (nat.vSwitchId === vSwitchId) throw violation('EnhancedNatgw');
    if (nat.snatEntries.some((entry) => entry.sourceVSwitchId === vSwitchId)) throw violation('SnatEntry');
  }
  for (const instance of world.rds.instances.values()) {
    if (instance.vSwitchId === vSwitchId) throw violation('Rds');
  }
  for (const networkInterface of world.ecs.networkInterfaces.values()) {
    if (networkInterface.vSwitchId === vSwitchId) throw violation('NetworkInterface');
  }
}

function violation(what: string): ApiError {
  return new ApiError(400, `DependencyViolation.${what}`, 'Specified object has dependent resources.');
}
