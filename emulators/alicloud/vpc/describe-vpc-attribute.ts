import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { viewVpc } from './view-vpc.ts';

export const describeVpcAttribute: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'DescribeVpcAttribute',
  parameters: 'DryRun:bool IsDefault:bool RegionId* VpcId*',
  run({ world, parameters }) {
    const vpc = world.vpc.vpcs.get(parameters.text('VpcId'));
    if (!vpc) throw new ApiError(404, 'InvalidVpcId.NotFound', 'Specified VPC does not exist.');
    const { RouterTableIds: _tables, NatGatewayIds: _nats, ...view } = viewVpc(world, vpc);
    return { ...view, AssociatedCens: { AssociatedCen: [] } };
  },
};
