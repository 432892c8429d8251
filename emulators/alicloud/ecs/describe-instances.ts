import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { pageOf, tokenPageOf } from '../pages.ts';
import type { Parameters } from '../parameters.ts';
import { matchesTags } from '../vpc/find.ts';
import { timestamp, type World } from '../world.ts';
import { nodeName } from './announce.ts';
import { interfacesOf } from './interfaces.ts';
import type { Instance } from './state.ts';

export const describeInstances: RpcAction = {
  style: 'rpc',
  product: 'ecs',
  action: 'DescribeInstances',
  parameters: `DryRun:bool ImageId InstanceChargeType InstanceIds InstanceName InstanceNetworkType InstanceType
    InstanceTypeFamily MaxResults:num NextToken PageNumber:num PageSize:num PrivateIpAddresses RegionId*
    ResourceGroupId SecurityGroupId Status Tag.N.Key Tag.N.Value VSwitchId VpcId ZoneId`,
  run({ world, parameters }) {
    const found = [...world.ecs.instances.values()].filter((instance) => matches(instance, parameters));
    const isByPage = parameters.has('PageNumber') || parameters.has('PageSize');
    const page = isByPage
      ? { ...pageOf(found, parameters, { maximum: 100, standard: 10 }), nextToken: '' }
      : tokenPageOf(found, parameters, { name: 'MaxResults', maximum: 100, standard: 10 });
    return {
      NextToken: page.nextToken,
      TotalCount: page.total,
      Instances: { Instance: page.items.map((instance) => view(world, instance)) },
    };
  },
};

function matches(instance: Instance, parameters: Parameters): boolean {
  const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
  return (
    wanted('RegionId', instance.regionId) &&
    wanted('VpcId', instance.vpcId) &&
    wanted('VSwitchId', instance.vSwitchId) &&
    wanted('ZoneId', instance.zoneId) &&
    wanted('Status', instance.status) &&
    wanted('InstanceType', instance.instanceType) &&
    (!parameters.has('InstanceIds') || idsOf(parameters.text('InstanceIds')).includes(instance.instanceId)) &&
    matchesTags(instance.tags, parameters.tags())
  );
}

function idsOf(json: string): string[] {
  try {
    const ids: unknown = JSON.parse(json);
    if (Array.isArray(ids) && ids.length <= 100) return ids.filter((id) => typeof id === 'string');
  } catch {
    // Falls through to the refusal.
  }
  throw new ApiError(400, 'InvalidParameter', 'The specified parameter "InstanceIds" is not valid.');
}

function view(world: World, instance: Instance) {
  return {
    InstanceId: instance.instanceId,
    InstanceName: nodeName(instance),
    HostName: nodeName(instance),
    InstanceType: instance.instanceType,
    Status: instance.status,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    CreationTime: timestamp(instance.createdAtMs),
    InstanceChargeType: 'PostPaid',
    SpotStrategy: instance.spotStrategy,
    SecurityGroupIds: { SecurityGroupId: [instance.securityGroupId] },
    VpcAttributes: {
      VpcId: instance.vpcId,
      VSwitchId: instance.vSwitchId,
      PrivateIpAddress: { IpAddress: [instance.primaryIpAddress] },
    },
    NetworkInterfaces: {
      NetworkInterface: interfacesOf(world, instance.instanceId).map((record) => ({
        NetworkInterfaceId: record.networkInterfaceId,
        Type: record.type,
        PrimaryIpAddress: record.ipAddresses[0] ?? '',
        PrivateIpSets: {
          PrivateIpSet: record.ipAddresses.map((address, index) => ({
            PrivateIpAddress: address,
            Primary: index === 0,
          })),
        },
      })),
    },
    Tags: { Tag: Object.entries(instance.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}
