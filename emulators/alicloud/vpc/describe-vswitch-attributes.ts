import type { RpcAction } from '../action.ts';
import { goneVSwitch } from './find.ts';
import { viewVSwitch } from './view-vswitch.ts';

export const describeVSwitchAttributes: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeVSwitchAttributes',
  parameters: 'DryRun:bool RegionId VSwitchId*',
  run({ world, parameters }) {
    const vSwitch = world.vpc.vSwitches.get(parameters.text('VSwitchId'));
    if (vSwitch) return viewVSwitch(world, vSwitch);
    if (world.settings.goneShape !== 'empty') throw goneVSwitch(world, 400);
    return { VSwitchId: '', VpcId: '', ZoneId: '', CidrBlock: '', Status: '', Tags: { Tag: [] } };
  },
};
