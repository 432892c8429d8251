import { z } from 'zod';
import type { DatabaseInstance, RdsApi } from '../databases.ts';
import type { RdsSdk } from './clients.ts';
import { byNextToken } from './pages.ts';
import { readEndpoint, readInstance } from './rds-instance.ts';
import { listTags, readTags } from './rds-tags.ts';
import { coverWhitelistGroup, listWhitelistGroups } from './rds-whitelist.ts';
import type { ProductDeps } from './region.ts';

const instancesPerPage = 100;

/** The RDS part of the port. `whitelistWriteMs`: wire time, after which a whitelist write is given up. */
export function createRdsApi(deps: ProductDeps<RdsSdk>, whitelistWriteMs: number): RdsApi {
  return {
    readInstance: (instanceId) => readInstance(deps, instanceId),
    readTags: (instanceId) => readTags(deps, instanceId),
    readEndpoint: (instanceId) => readEndpoint(deps, instanceId),
    coverWhitelistGroup: (request) => coverWhitelistGroup(deps, { ...request, deadlineMs: whitelistWriteMs }),
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
  masterInstanceId: z.string().optional(),
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
    primaryInstanceId: instance.masterInstanceId || undefined,
    tags: tags.get(instance.DBInstanceId) ?? [],
  }));
}
