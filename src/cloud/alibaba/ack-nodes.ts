import { z } from 'zod';
import type { ClusterNode } from '../cloud.ts';
import type { CsSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';

const pageSize = 100;

const nodeAnswer = z.object({
  instanceId: z.string().optional(),
  nodeName: z.string().optional(),
  state: z.string().optional(),
  errorMessage: z.string().optional(),
  nodepoolId: z.string().optional(),
});

/** The nodes of one node pool, or of the whole cluster; machines that have not joined yet may be missing. */
export async function listNodes(
  deps: ProductDeps<CsSdk>,
  { clusterId, nodePoolId }: { clusterId: string; nodePoolId: string | undefined },
): Promise<(ClusterNode & { nodePoolId: string })[]> {
  const answer = z.object({
    nodes: z.array(nodeAnswer).optional(),
    page: z.object({ totalCount: z.number().optional() }).optional(),
  });
  const found = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'cs:DescribeClusterNodes',
      send: ({ client, models }) =>
        client.describeClusterNodes(
          clusterId,
          new models.DescribeClusterNodesRequest({
            nodepoolId: nodePoolId,
            pageNumber: String(pageNumber),
            pageSize: String(pageSize),
          }),
        ),
      answer,
    });
    return { items: page.nodes ?? [], totalCount: page.page?.totalCount };
  });
  return found.map((node) => ({
    instanceId: node.instanceId ?? '',
    nodeName: node.nodeName ?? '',
    state: node.state ?? '',
    errorMessage: node.errorMessage ?? '',
    nodePoolId: node.nodepoolId || nodePoolId || '',
  }));
}
