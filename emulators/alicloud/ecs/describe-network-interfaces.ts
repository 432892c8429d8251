import type { RpcAction } from '../action.ts';
import { pageOf, tokenPageOf } from '../pages.ts';
import type { Parameters } from '../parameters.ts';
import { matchesTags } from '../vpc/find.ts';
import { isListed, timestamp } from '../world.ts';
import type { InterfaceRecord } from './state.ts';

/** A new interface appears with a delay, unless it is asked for by id. */
export const describeNetworkInterfaces: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DescribeNetworkInterfaces',
  parameters: `InstanceId Ipv6Address.N MaxResults:num NetworkInterfaceId.N NetworkInterfaceName NextToken PageNumber:num
    PageSize:num PrimaryIpAddress PrivateIpAddress.N RegionId* ResourceGroupId SecurityGroupId ServiceManaged:bool
    Status Tag.N.Key Tag.N.Value Type VSwitchId VpcId`,
  run({ world, parameters }) {
    const ids = parameters.list('NetworkInterfaceId');
    const found = [...world.ecs.networkInterfaces.values()].filter(
      (record) =>
        (ids.length === 0 ? isListed(world, record) : ids.includes(record.networkInterfaceId)) &&
        matches(record, parameters),
    );
    const isByPage = parameters.has('PageNumber') || parameters.has('PageSize');
    const page = isByPage
      ? { ...pageOf(found, parameters, { maximum: 500, standard: 10 }), nextToken: '' }
      : tokenPageOf(found, parameters, { name: 'MaxResults', minimum: 10, maximum: 500, standard: 50 });
    return {
      NextToken: page.nextToken,
      TotalCount: page.total,
      NetworkInterfaceSets: { NetworkInterfaceSet: page.items.map(view) },
    };
  },
};

function matches(record: InterfaceRecord, parameters: Parameters): boolean {
  const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
  return (
    wanted('InstanceId', record.instanceId) &&
    wanted('VSwitchId', record.vSwitchId) &&
    wanted('VpcId', record.vpcId) &&
    wanted('Status', record.status) &&
    wanted('Type', record.type) &&
    wanted('SecurityGroupId', record.securityGroupId) &&
    wanted('PrimaryIpAddress', record.ipAddresses[0] ?? '') &&
    wanted('ServiceManaged', String(record.isServiceManaged)) &&
    matchesTags(record.tags, parameters.tags())
  );
}

function view(record: InterfaceRecord) {
  return {
    NetworkInterfaceId: record.networkInterfaceId,
    InstanceId: record.instanceId,
    VpcId: record.vpcId,
    VSwitchId: record.vSwitchId,
    ZoneId: record.zoneId,
    Type: record.type,
    Status: record.status,
    PrivateIpAddress: record.ipAddresses[0] ?? '',
    PrivateIpSets: {
      PrivateIpSet: record.ipAddresses.map((address, index) => ({ PrivateIpAddress: address, Primary: index === 0 })),
    },
    SecurityGroupIds: { SecurityGroupId: [record.securityGroupId] },
    ServiceManaged: record.isServiceManaged,
    DeleteOnRelease: true,
    Description: '',
    CreationTime: timestamp(record.createdAtMs),
    Tags: { Tag: Object.entries(record.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}
