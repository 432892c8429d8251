import { z } from 'zod';
import type { WhitelistGroup } from '../databases.ts';
import type { RdsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

const groupAnswer = z.object({
  DBInstanceIPArrayName: z.string(),
  DBInstanceIPArrayAttribute: z.string().optional(),
  WhitelistNetworkType: z.string().optional(),
  SecurityIPList: z.string().optional(),
});

/** Every whitelist group. A generic call, because the typed SDK drops `WhitelistNetworkType`; hence the wire names. */
export async function listWhitelistGroups(deps: ProductDeps<RdsSdk>, instanceId: string): Promise<WhitelistGroup[]> {
  const answer = await deps.call({
    action: 'rds:DescribeDBInstanceIPArrayList',
    send: ({ client, core }) =>
      client.callApi(
        new core.$OpenApiUtil.Params({
          action: 'DescribeDBInstanceIPArrayList',
          version: '2014-08-15',
          protocol: 'HTTPS',
          pathname: '/',
          method: 'POST',
          authType: 'AK',
          style: 'RPC',
          reqBodyType: 'formData',
          bodyType: 'json',
        }),
        new core.$OpenApiUtil.OpenApiRequest({ query: { DBInstanceId: instanceId } }),
        defaultRuntime(),
      ),
    answer: z.object({
      Items: z.object({ DBInstanceIPArray: z.array(groupAnswer).optional() }).optional(),
    }),
  });
  return (answer.Items?.DBInstanceIPArray ?? []).map((group) => ({
    name: group.DBInstanceIPArrayName,
    attribute: group.DBInstanceIPArrayAttribute ?? '',
    networkType: group.WhitelistNetworkType ?? 'MIX',
    entries: (group.SecurityIPList ?? '').split(',').flatMap((entry) => (entry.trim() ? [entry.trim()] : [])),
  }));
}

/** Wire time. A write that lost its worker can take effect for so long after it was sent, so it is kept short. */
export const defaultWhitelistWriteMs = 10_000;

/** Replaces the whole list of one group, which is made when it is missing. */
export async function coverWhitelistGroup(
  deps: ProductDeps<RdsSdk>,
  request: { instanceId: string; group: string; networkType: 'MIX' | 'VPC'; entries: string[]; deadlineMs: number },
): Promise<void> {
  await deps.call({
    action: 'rds:ModifySecurityIps',
    makesStale: 'rds:',
    deadlineMs: request.deadlineMs,
    send: ({ client, models }) =>
      client.modifySecurityIps(
        new models.ModifySecurityIpsRequest({
          DBInstanceId: request.instanceId,
          DBInstanceIPArrayName: request.group,
          modifyMode: 'Cover',
          securityIPType: 'IPv4',
          securityIps: request.entries.join(','),
          whitelistNetworkType: request.networkType,
        }),
      ),
    answer: z.unknown(),
  });
}

type Runtime = Parameters<RdsSdk['client']['callApi']>[2];

/** The cast: the call reads plain, optional properties of it, and the package with the class is not ours to import. */
function defaultRuntime(): Runtime {
  return {} as Runtime;
}
