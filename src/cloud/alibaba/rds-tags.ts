import { z } from 'zod';
import { TerminalError } from '../../domain/errors.ts';
import type { Tag } from '../cloud.ts';
import type { RdsSdk } from './clients.ts';
import { byNextToken } from './pages.ts';
import type { ProductDeps } from './region.ts';

const tagsPerCall = 50;

/** The tags of one instance as they are now; undefined when the cloud refuses to tell them. */
export async function readTags(deps: ProductDeps<RdsSdk>, instanceId: string): Promise<Tag[] | undefined> {
  try {
    return (await listTags(deps, [instanceId])).get(instanceId) ?? [];
  } catch (error) {
    if (error instanceof TerminalError) return undefined;
    throw error;
  }
}

/** `DescribeDBInstances` answers no tags; this call does, for 50 instances at once. */
export async function listTags(deps: ProductDeps<RdsSdk>, instanceIds: string[]): Promise<Map<string, Tag[]>> {
  const row = z.object({ resourceId: z.string(), tagKey: z.string(), tagValue: z.string().optional() });
  const answer = z.object({
    nextToken: z.string().optional(),
    tagResources: z.object({ tagResource: z.array(row).optional() }).optional(),
  });
  const tags = new Map<string, Tag[]>();
  for (let from = 0; from < instanceIds.length; from += tagsPerCall) {
    const resourceId = instanceIds.slice(from, from + tagsPerCall);
    const rows = await byNextToken(async (nextToken) => {
      const page = await deps.call({
        action: 'rds:ListTagResources',
        send: ({ client, models }) =>
          client.listTagResources(
            new models.ListTagResourcesRequest({
              regionId: deps.regionId,
              resourceType: 'INSTANCE',
              resourceId,
              nextToken,
            }),
          ),
        answer,
      });
      return { items: page.tagResources?.tagResource ?? [], nextToken: page.nextToken };
    });
    for (const { resourceId: id, tagKey, tagValue } of rows) {
      tags.set(id, [...(tags.get(id) ?? []), { key: tagKey, value: tagValue ?? '' }]);
    }
  }
  return tags;
}
