import type { RpcAction } from '../action.ts';
import { dbInstanceOf } from './find.ts';
import { listed } from './listed.ts';
import { viewDbInstance } from './view-db-instance.ts';

export const describeDbInstanceAttribute: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'DescribeDBInstanceAttribute',
  parameters: 'DBInstanceId* Expired',
  run({ world, parameters }) {
    const instance = dbInstanceOf(world, parameters.text('DBInstanceId'));
    const entries = instance.groups.filter(({ name }) => name === 'default').flatMap((group) => group.entries);
    return {
      Items: {
        DBInstanceAttribute: [
          {
            ...viewDbInstance(world, instance),
            SecurityIPMode: instance.securityIpMode,
            SecurityIPList: listed(entries),
            LockReason: instance.lockReason,
          },
        ],
      },
    };
  },
};
