import { z } from 'zod';
import { isKnownError } from '../../domain/errors.ts';
import type { AckQuota, Cluster } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { CsSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';

const clusterAnswer = z.object({
  clusterId: z.string(),
  name: z.string().optional(),
  regionId: z.string().optional(),
  vpcId: z.string().optional(),
  state: z.string().optional(),
  serviceCidr: z.string().optional(),
  containerCidr: z.string().optional(),
  subnetCidr: z.string().optional(),
  securityGroupId: z.string().optional(),
});

export async function readCluster(deps: ProductDeps<CsSdk>, clusterId: string): Promise<Cluster | undefined> {
  const call = deps.call({
    action: 'cs:DescribeClusterDetail',
    send: ({ client }) => client.describeClusterDetail(clusterId),
    answer: clusterAnswer,
  });
  const answer = await unlessAbsent(['ErrorClusterNotFound'], call);
  return answer && toCluster(answer, deps.regionId);
}

/** Every cluster of the region that the credentials can see. */
export async function listClusters(deps: ProductDeps<CsSdk>): Promise<Cluster[]> {
  const answer = z.object({
    clusters: z.array(clusterAnswer).optional(),
    pageInfo: z.object({ totalCount: z.number().optional() }).optional(),
  });
  const found = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'cs:DescribeClustersV1',
      send: ({ client, models }) =>
        client.describeClustersV1(
          new models.DescribeClustersV1Request({ regionId: deps.regionId, pageNumber, pageSize: 50 }),
        ),
      answer,
    });
    return { items: page.clusters ?? [], totalCount: page.pageInfo?.totalCount };
  });
  return found.map((cluster) => toCluster(cluster, deps.regionId));
}

/** Only Flannel has a pod CIDR; ACK answers it as container or as subnet CIDR, empty on Terway. */
function toCluster(answer: z.infer<typeof clusterAnswer>, regionId: string): Cluster {
  return {
    clusterId: answer.clusterId,
    name: answer.name ?? '',
    regionId: answer.regionId ?? regionId,
    vpcId: answer.vpcId ?? '',
    state: answer.state ?? '',
    serviceCidr: answer.serviceCidr || undefined,
    containerCidr: answer.containerCidr || answer.subnetCidr || undefined,
    securityGroupId: answer.securityGroupId || undefined,
  };
}

/** Undefined when the credentials may not look or ACK does not say. */
export async function readQuota(deps: ProductDeps<CsSdk>): Promise<AckQuota | undefined> {
  try {
    const answer = await deps.call({
      action: 'cs:DescribeUserQuota',
      send: ({ client }) => client.describeUserQuota(),
      answer: z.object({ clusterNodepoolQuota: z.number().optional(), nodeQuota: z.number().optional() }),
    });
    if (answer.clusterNodepoolQuota === undefined || answer.nodeQuota === undefined) return undefined;
    return { nodePoolsPerCluster: answer.clusterNodepoolQuota, nodesPerCluster: answer.nodeQuota };
  } catch (error) {
    if (isKnownError(error) && error.code === 'CLOUD_DENIED') return undefined;
    throw error;
  }
}

/** Holds client keys: it is never logged. `minutes` is 15 to 4320 by the API's rules. */
export async function readKubeconfig(
  deps: ProductDeps<CsSdk>,
  { clusterId, minutes }: { clusterId: string; minutes: number },
): Promise<{ yaml: string; expiresAtMs: number }> {
  const answer = await deps.call({
    action: 'cs:DescribeClusterUserKubeconfig',
    send: ({ client, models }) =>
      client.describeClusterUserKubeconfig(
        clusterId,
        new models.DescribeClusterUserKubeconfigRequest({ temporaryDurationMinutes: minutes, privateIpAddress: false }),
      ),
    answer: z.object({ config: z.string().min(1), expiration: z.iso.datetime({ offset: true }) }),
  });
  return { yaml: answer.config, expiresAtMs: Date.parse(answer.expiration) };
}
