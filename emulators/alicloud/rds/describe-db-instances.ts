import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { isObject } from '../json.ts';
import { pageOf, tokenPageOf } from '../pages.ts';
import { viewDbInstance } from './view-db-instance.ts';

export const describeDbInstances: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'DescribeDBInstances',
  parameters: `ConnectionMode DBInstanceClass DBInstanceId DBInstanceStatus DBInstanceType Engine EngineVersion Expired
    InstanceNetworkType MaxResults:num NextToken PageNumber:num PageSize:num PayType RegionId* ResourceGroupId SearchKey
    Tags VSwitchId VpcId ZoneId`,
  run({ world, parameters }) {
    const wanted = (name: string, value: string) => !parameters.has(name) || parameters.text(name) === value;
    const tags = Object.entries(parseTags(parameters.text('Tags')));
    const found = [...world.rds.instances.values()].filter(
      (instance) =>
        wanted('RegionId', instance.regionId) &&
        wanted('VpcId', instance.vpcId) &&
        wanted('VSwitchId', instance.vSwitchId) &&
        wanted('ZoneId', instance.zoneId) &&
        wanted('EngineVersion', instance.engineVersion) &&
        wanted('InstanceNetworkType', 'VPC') &&
        `${instance.id} ${instance.description}`.includes(parameters.text('SearchKey')) &&
        wanted('Engine', instance.engine) &&
        wanted('DBInstanceStatus', instance.status) &&
        wanted('DBInstanceType', instance.masterId === '' ? 'Primary' : 'Readonly') &&
        wanted('DBInstanceId', instance.id) &&
        tags.every(([key, value]) => instance.tags[key] === value),
    );
    const page = parameters.has('MaxResults')
      ? { ...tokenPageOf(found, parameters, { name: 'MaxResults', maximum: 100, standard: 30 }), number: 1 }
      : { ...pageOf(found, parameters, { maximum: 100, standard: 30 }), nextToken: '' };
    return {
      NextToken: page.nextToken,
      PageNumber: page.number,
      PageRecordCount: page.items.length,
      TotalRecordCount: page.total,
      Items: { DBInstance: page.items.map((instance) => viewDbInstance(world, instance)) },
    };
  },
};

function parseTags(json: string): object {
  if (json === '') return {};
  try {
    const tags: unknown = JSON.parse(json);
    if (isObject(tags)) return tags;
  } catch {
    // Falls through to the refusal.
  }
  throw new ApiError(400, 'InvalidParameter', 'The specified parameter "Tags" is not valid.');
}
