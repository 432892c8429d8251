import { z } from 'zod';
import type { NodePool } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { CsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

/** Every node pool of the cluster; the API does not page this list. */
export async function listNodePools(deps: ProductDeps<CsSdk>, clusterId: string): Promise<NodePool[]> {
  const { nodepools } = await deps.call({
    action: 'cs:DescribeClusterNodePools',
    send: ({ client, models }) =>
      client.describeClusterNodePools(clusterId, new models.DescribeClusterNodePoolsRequest({})),
    answer: z.object({ nodepools: z.array(nodePoolAnswer).optional() }),
  });
  return (nodepools ?? []).map(toNodePool);
}

export async function readNodePool(
  deps: ProductDeps<CsSdk>,
  { clusterId, nodePoolId }: { clusterId: string; nodePoolId: string },
): Promise<NodePool | undefined> {
  const call = deps.call({
    action: 'cs:DescribeClusterNodePoolDetail',
    send: ({ client }) => client.describeClusterNodePoolDetail(clusterId, nodePoolId),
    answer: nodePoolAnswer,
  });
  const answer = await unlessAbsent(['ErrorNodePoolNotFound'], call);
  return answer && toNodePool(answer);
}

const count = z.number().optional();
const pair = z.object({ key: z.string(), value: z.string().optional() });
const taint = pair.extend({ effect: z.enum(['NoSchedule', 'NoExecute', 'PreferNoSchedule']) });

const nodePoolAnswer = z.object({
  nodepoolInfo: z.object({ nodepoolId: z.string(), name: z.string(), isDefault: z.boolean().optional() }),
  scalingGroup: z
    .object({
      desiredSize: count,
      instanceTypes: z.array(z.string()).optional(),
      vswitchIds: z.array(z.string()).optional(),
      tags: z.array(pair).optional(),
    })
    .optional(),
  kubernetesConfig: z.object({ labels: z.array(pair).optional(), taints: z.array(taint).optional() }).optional(),
  autoScaling: z.object({ enable: z.boolean().optional(), minInstances: count, maxInstances: count }).optional(),
  status: z
    .object({
      state: z.string().optional(),
      totalNodes: count,
      healthyNodes: count,
      failedNodes: count,
      offlineNodes: count,
      removingNodes: count,
    })
    .optional(),
});

function toNodePool(answer: z.infer<typeof nodePoolAnswer>): NodePool {
  const { nodepoolInfo: info, scalingGroup: group, kubernetesConfig: config, autoScaling: scaling, status } = answer;
  return {
    nodePoolId: info.nodepoolId,
    name: info.name,
    isDefault: info.isDefault ?? false,
    state: status?.state ?? '',
    desiredSize: group?.desiredSize ?? 0,
    instanceTypes: group?.instanceTypes ?? [],
    vSwitchIds: group?.vswitchIds ?? [],
    labels: (config?.labels ?? []).map(withValue),
    taints: (config?.taints ?? []).map(withValue),
    tags: (group?.tags ?? []).map(withValue),
    counts: {
      total: status?.totalNodes ?? 0,
      healthy: status?.healthyNodes ?? 0,
      failed: status?.failedNodes ?? 0,
      offline: status?.offlineNodes ?? 0,
      removing: status?.removingNodes ?? 0,
    },
    autoScaling: {
      enable: scaling?.enable ?? false,
      min: scaling?.minInstances ?? 0,
      max: scaling?.maxInstances ?? 0,
    },
  };
}

function withValue<T extends { value?: string | undefined }>(item: T): Omit<T, 'value'> & { value: string } {
  return { ...item, value: item.value ?? '' };
}
