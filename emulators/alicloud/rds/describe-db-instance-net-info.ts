import type { RpcAction } from '../action.ts';
import { formatAddress, parseBlock } from '../vpc/cidr.ts';
import type { World } from '../world.ts';
import { endpointOf } from './endpoint-of.ts';
import { dbInstanceOf } from './find.ts';
import { listed } from './listed.ts';
import type { DbInstance } from './state.ts';

export const describeDbInstanceNetInfo: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'DescribeDBInstanceNetInfo',
  parameters: 'ClientToken DBInstanceId* DBInstanceNetRWSplitType Flag:num GeneralGroupName',
  run({ world, parameters }) {
    const instance = dbInstanceOf(world, parameters.text('DBInstanceId'));
    const { host, port } = endpointOf(instance);
    return {
      InstanceNetworkType: 'VPC',
      SecurityIPMode: instance.securityIpMode,
      DBInstanceNetInfos: {
        DBInstanceNetInfo: [
          {
            ConnectionString: host,
            ConnectionStringType: 'Normal',
            IPAddress: addressOf(world, instance),
            IPType: 'Private',
            Port: String(port),
            VPCId: instance.vpcId,
            VSwitchId: instance.vSwitchId,
            SecurityIPGroups: {
              securityIPGroup: instance.groups.map((group) => ({
                SecurityIPGroupName: group.name,
                SecurityIPs: listed(group.entries),
              })),
            },
          },
        ],
      },
    };
  },
};

/** Counted from the end of its vSwitch, where the machines of the account do not reach. */
function addressOf({ rds, vpc }: World, { id, vSwitchId }: DbInstance): string {
  const block = parseBlock(vpc.vSwitches.get(vSwitchId)?.cidrBlock ?? '10.0.0.0/24');
  return formatAddress((block?.end ?? 0) - 10 - [...rds.instances.keys()].indexOf(id));
}
