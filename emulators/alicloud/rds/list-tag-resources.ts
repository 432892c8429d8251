import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { tokenPageOf } from '../pages.ts';
import { matchesTags } from '../vpc/find.ts';

/** The only way to an instance's tags; 50 ids per call. */
export const listRdsTagResources: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'ListTagResources',
  parameters: 'NextToken RegionId* ResourceId.N ResourceType* Tag.N.Key Tag.N.Value',
  run({ world, parameters }) {
    const ids = parameters.list('ResourceId');
    if (ids.length > 50) throw new ApiError(400, 'InvalidParameter', 'At most 50 resources at once.');
    if (parameters.text('ResourceType').toUpperCase() !== 'INSTANCE') {
      throw new ApiError(400, 'InvalidResourceType.Malformed', 'The resource type is INSTANCE.');
    }
    const rows = [...world.rds.instances.values()]
      .filter(({ id, tags }) => (ids.length === 0 || ids.includes(id)) && matchesTags(tags, parameters.tags()))
      .flatMap(({ id, tags }) =>
        Object.entries(tags).map(([TagKey, TagValue]) => {
          return { ResourceId: id, ResourceType: 'INSTANCE', TagKey, TagValue };
        }),
      );
    const page = tokenPageOf(rows, parameters, { name: 'MaxResults', maximum: 50, standard: 50 });
    return { NextToken: page.nextToken, TagResources: { TagResource: page.items } };
  },
};
