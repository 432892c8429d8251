import type { RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import { checkTags } from './check-tags.ts';

export const tagResources: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'TagResources',
  parameters: 'RegionId* ResourceId.N* ResourceType* Tag.N.Key* Tag.N.Value',
  run({ world, parameters, markChanged }) {
    const ids = parameters.list('ResourceId');
    const tags = parameters.tags();
    if (ids.length > 50) throw new ApiError(400, 'InvalidParameter.ResourceId', 'At most 50 resources at once.');
    checkTags(tags);
    const targets = ids.map((id) => taggable(world, parameters.text('ResourceType'), id));
    for (const target of targets) {
      checkTags(Object.entries({ ...target, ...fromList(tags) }).map(([key, value]) => ({ key, value })));
    }
    for (const target of targets) Object.assign(target, fromList(tags));
    markChanged();
    return {};
  },
};

function fromList(tags: { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function taggable(world: World, type: string, id: string): Record<string, string> {
  const owner = { VSWITCH: world.vpc.vSwitches, VPC: world.vpc.vpcs }[type]?.get(id);
  if (owner) return owner.tags;
  throw new ApiError(404, 'InvalidResourceId.NotFound', `The specified resource ${id} is not found.`);
}
