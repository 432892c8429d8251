import type { RpcAction } from '../action.ts';
import { dbInstanceOf } from './find.ts';
import { listed } from './listed.ts';

/** All groups at once, the vendor's own included; the entries are one comma-joined string. */
export const describeDbInstanceIpArrayList: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'DescribeDBInstanceIPArrayList',
  parameters: 'DBInstanceId* WhitelistNetworkType',
  run({ world, parameters }) {
    const instance = dbInstanceOf(world, parameters.text('DBInstanceId'));
    const networkType = parameters.text('WhitelistNetworkType').toLowerCase();
    return {
      Items: {
        DBInstanceIPArray: instance.groups
          .filter((group) => networkType === '' || networkType === group.networkType.toLowerCase())
          .map((group) => ({
            DBInstanceIPArrayName: group.name,
            DBInstanceIPArrayAttribute: group.attribute,
            SecurityIPType: 'IPv4',
            SecurityIPList: listed(group.entries),
            WhitelistNetworkType: group.networkType,
          })),
      },
    };
  },
};
