import type { RpcAction } from '../action.ts';
import { dbInstanceOf } from './find.ts';

export const describeDbInstanceNetInfo: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'DescribeDBInstanceNetInfo',
  parameters: 'ClientToken DBInstanceId* DBInstanceNetRWSplitType Flag:num GeneralGroupName',
  run({ world, parameters }) {
    const instance = dbInstanceOf(world, parameters.text('DBInstanceId'));
    return {
      InstanceNetworkType: 'VPC',
      SecurityIPMode: instance.securityIpMode,
      DBInstanceNetInfos: {
        DBInstanceNetInfo: [
          {
            ConnectionString: `${instance.id}.mysql.rds.example.internal`,
            IPType: 'Private',
            Port: instance.engine === 'PostgreSQL' ? '5432' : '3306',
            VPCId: instance.vpcId,
            VSwitchId: instance.vSwitchId,
            SecurityIPGroups: {
              securityIPGroup: instance.groups.map((group) => ({
                SecurityIPGroupName: group.name,
                SecurityIPs: group.entries.join(','),
              })),
            },
          },
        ],
      },
    };
  },
};
