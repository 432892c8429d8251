import type { RpcAction } from '../action.ts';
import { tokenPageOf } from '../pages.ts';
import { matchesTags } from './find.ts';

export const listVpcTagResources: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'ListTagResources',
  parameters: 'MaxResults:num NextToken RegionId* ResourceId.N ResourceType* Tag.N.Key Tag.N.Value',
  run({ world, parameters }) {
    const type = parameters.text('ResourceType');
    const owners = [...(type === 'VPC' ? world.vpc.vpcs : world.vpc.vSwitches)];
    const ids = parameters.list('ResourceId');
    const rows = owners
      .filter(([id, { tags }]) => (ids.length === 0 || ids.includes(id)) && matchesTags(tags, parameters.tags()))
      .flatMap(([id, { tags }]) =>
        Object.entries(tags).map(([TagKey, TagValue]) => ({ ResourceId: id, ResourceType: type, TagKey, TagValue })),
      );
    const page = tokenPageOf(rows, parameters, { name: 'MaxResults', maximum: 50, standard: 50 });
    return { NextToken: page.nextToken, TagResources: { TagResource: page.items } };
  },
};
