import { z } from 'zod';
import type { DatabaseInstance, RdsApi, Tag } from '../cloud.ts';
import type { RdsSdk } from './clients.ts';
import { byNextToken } from './pages.ts';
import { listWhitelistGroups } from './rds-whitelist.ts';
import type { ProductDeps } from './region.ts';

const instancesPerPage = 100;
const tagsPerCall = 50;

/** The RDS part of the port. */
export function createRdsApi(deps: ProductDeps<RdsSdk>): RdsApi {
  return {
    listInstances: () => listInstances(deps),
    listWhitelistGroups: (instanceId) => listWhitelistGroups(deps, instanceId),
  };
}

const instanceAnswer = z.object({
  DBInstanceId: z.string(),
  DBInstanceDescription: z.string().optional(),
  engine: z.string(),
  DBInstanceStatus: z.string(),
  DBInstanceType: z.string(),
  vpcId: z.string().optional(),
  regionId: z.string().optional(),
  lockMode: z.string().optional(),
});

async function listInstances(deps: ProductDeps<RdsSdk>): Promise<DatabaseInstance[]> {
  const answer = z.object({
    nextToken: z.string().optional(),
    items: z.object({ DBInstance: z.array(instanceAnswer).optional() }).optional(),
  });
  const found = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'rds:DescribeDBInstances',
      send: ({ client, models }) =>
        client.describeDBInstances(
          new models.DescribeDBInstancesRequest({ regionId: deps.regionId, maxResults: instancesPerPage, nextToken }),
        ),
      answer,
    });
    return { items: page.items?.DBInstance ?? [], nextToken: page.nextToken };
  });
  const tags = await listTags(
    deps,
    found.map((instance) => instance.DBInstanceId),
  );
  return found.map((instance) => ({
    instanceId: instance.DBInstanceId,
    description: instance.DBInstanceDescription ?? '',
    engine: instance.engine,
    status: instance.DBInstanceStatus,
    type: instance.DBInstanceType,
    vpcId: instance.vpcId || undefined,
    regionId: instance.regionId ?? deps.regionId,
    lockMode: instance.lockMode ?? '',
    tags: tags.get(instance.DBInstanceId) ?? [],
  }));
}

/** `DescribeDBInstances` answers no tags; this call does, for 50 instances at once. */
async function listTags(deps: ProductDeps<RdsSdk>, instanceIds: string[]): Promise<Map<string, Tag[]>> {
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
