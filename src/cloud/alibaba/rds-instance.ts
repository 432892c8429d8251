import { z } from 'zod';
import type { DatabaseDetail, DatabaseEndpoint } from '../databases.ts';
import { unlessAbsent } from './absent.ts';
import type { RdsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

const absentInstance = ['InvalidDBInstanceId.NotFound', 'InvalidDBInstanceName.NotFound', 'InvalidDBInstance.NotFound'];

const detailAnswer = z.object({
  DBInstanceId: z.string(),
  DBInstanceDescription: z.string().optional(),
  engine: z.string(),
  DBInstanceStatus: z.string(),
  DBInstanceType: z.string(),
  vpcId: z.string().optional(),
  regionId: z.string().optional(),
  lockMode: z.string().optional(),
  securityIPMode: z.string().optional(),
  masterInstanceId: z.string().optional(),
  readOnlyDBInstanceIds: z
    .object({ readOnlyDBInstanceId: z.array(z.object({ DBInstanceId: z.string() })).optional() })
    .optional(),
});

/** One instance as it is now, with its whitelist mode, its primary and its read-only instances. */
export async function readInstance(deps: ProductDeps<RdsSdk>, instanceId: string): Promise<DatabaseDetail | undefined> {
  const call = deps.call({
    action: 'rds:DescribeDBInstanceAttribute',
    send: ({ client, models }) =>
      client.describeDBInstanceAttribute(new models.DescribeDBInstanceAttributeRequest({ DBInstanceId: instanceId })),
    answer: z.object({ items: z.object({ DBInstanceAttribute: z.array(detailAnswer).optional() }).optional() }),
  });
  const found = (await unlessAbsent(absentInstance, call))?.items?.DBInstanceAttribute?.[0];
  if (!found) return undefined;
  return {
    instanceId: found.DBInstanceId,
    description: found.DBInstanceDescription ?? '',
    engine: found.engine,
    status: found.DBInstanceStatus,
    type: found.DBInstanceType,
    vpcId: found.vpcId || undefined,
    regionId: found.regionId ?? deps.regionId,
    lockMode: found.lockMode ?? '',
    whitelistMode: found.securityIPMode?.toLowerCase() === 'safety' ? 'safety' : 'normal',
    primaryInstanceId: found.masterInstanceId || undefined,
    replicaInstanceIds: (found.readOnlyDBInstanceIds?.readOnlyDBInstanceId ?? []).map((one) => one.DBInstanceId),
  };
}

const endpointAnswer = z.object({
  connectionString: z.string().optional(),
  IPType: z.string().optional(),
  port: z.string().optional(),
});

/** The private endpoint of an instance; undefined when it has none. */
export async function readEndpoint(
  deps: ProductDeps<RdsSdk>,
  instanceId: string,
): Promise<DatabaseEndpoint | undefined> {
  const call = deps.call({
    action: 'rds:DescribeDBInstanceNetInfo',
    send: ({ client, models }) =>
      client.describeDBInstanceNetInfo(new models.DescribeDBInstanceNetInfoRequest({ DBInstanceId: instanceId })),
    answer: z.object({
      DBInstanceNetInfos: z.object({ DBInstanceNetInfo: z.array(endpointAnswer).optional() }).optional(),
    }),
  });
  const all = (await unlessAbsent(absentInstance, call))?.DBInstanceNetInfos?.DBInstanceNetInfo ?? [];
  const found = all.find(({ IPType }) => IPType === 'Private' || IPType === 'Inner');
  const port = Number(found?.port);
  return found?.connectionString && port > 0 ? { host: found.connectionString, port } : undefined;
}
