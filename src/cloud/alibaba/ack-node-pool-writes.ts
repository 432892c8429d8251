import { z } from 'zod';
import type { NodePoolChange, NodePoolRequest } from '../cloud.ts';
import type { NodesOfPool } from '../nodes-of-pool.ts';
import type { CsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

const writeDeadlineMs = 30_000;

/**
 * Auto-scaling stays off: the API refuses it together with a desired size. `rds_instances` stays empty, or ACK would
 * write node addresses into database whitelists by itself.
 */
export function createNodePool(
  deps: ProductDeps<CsSdk>,
  { clusterId, request }: { clusterId: string; request: NodePoolRequest },
): Promise<{ nodePoolId: string; taskId: string }> {
  return deps.call({
    action: 'cs:CreateClusterNodePool',
    makesStale: `cs:${clusterId}:`,
    deadlineMs: writeDeadlineMs,
    send: ({ client, models }) =>
      client.createClusterNodePool(clusterId, new models.CreateClusterNodePoolRequest(createBody(request))),
    answer: z
      .object({ nodepoolId: z.string().min(1), taskId: z.string().optional() })
      .transform(({ nodepoolId, taskId }) => ({ nodePoolId: nodepoolId, taskId: taskId ?? '' })),
  });
}

function createBody(request: NodePoolRequest) {
  return {
    nodepoolInfo: { name: request.name, type: 'ess' },
    scalingGroup: {
      instanceTypes: request.instanceTypes,
      vswitchIds: request.vSwitchIds,
      securityGroupIds: request.securityGroupId === undefined ? undefined : [request.securityGroupId],
      instanceChargeType: 'PostPaid',
      multiAzPolicy: 'BALANCE',
      imageType: 'AliyunLinux3',
      systemDiskCategory: 'cloud_essd',
      systemDiskSize: request.systemDiskGib,
      desiredSize: request.desiredSize,
      tags: request.tags,
    },
    kubernetesConfig: { labels: request.labels, taints: request.taints, runtime: 'containerd' },
    autoScaling: { enable: false },
    management: { enable: false },
  };
}

/** Sends only what changes; lists replace the old ones, the desired size is absolute. */
export function changeNodePool(
  deps: ProductDeps<CsSdk>,
  { clusterId, nodePoolId, change }: { clusterId: string; nodePoolId: string; change: NodePoolChange },
): Promise<{ taskId: string }> {
  return deps.call({
    action: 'cs:ModifyClusterNodePool',
    makesStale: `cs:${clusterId}:`,
    deadlineMs: writeDeadlineMs,
    send: ({ client, models }) =>
      client.modifyClusterNodePool(clusterId, nodePoolId, new models.ModifyClusterNodePoolRequest(changeBody(change))),
    answer: z.object({ taskId: z.string().optional() }).transform(({ taskId }) => ({ taskId: taskId ?? '' })),
  });
}

function changeBody({ desiredSize, vSwitchIds, autoScaling, labels, taints, tags }: NodePoolChange) {
  const hasGroup = desiredSize !== undefined || vSwitchIds !== undefined || tags !== undefined;
  return {
    ...(hasGroup && { scalingGroup: { desiredSize, vswitchIds: vSwitchIds, tags } }),
    ...((labels ?? taints) && { kubernetesConfig: { labels, taints }, updateNodes: true }),
    ...(autoScaling && { autoScaling: autoScalingBody(autoScaling) }),
  };
}

function autoScalingBody(wanted: NonNullable<NodePoolChange['autoScaling']>) {
  if (wanted === 'off') return { enable: false };
  return { enable: true, type: 'cpu', minInstances: wanted.min, maxInstances: wanted.max };
}

export function deleteNodePool(
  deps: ProductDeps<CsSdk>,
  { clusterId, nodePoolId, force }: { clusterId: string; nodePoolId: string; force: boolean },
): Promise<unknown> {
  return deps.call({
    action: 'cs:DeleteClusterNodepool',
    makesStale: `cs:${clusterId}:`,
    deadlineMs: writeDeadlineMs,
    send: ({ client, models }) =>
      client.deleteClusterNodepool(clusterId, nodePoolId, new models.DeleteClusterNodepoolRequest({ force })),
    answer: z.unknown(),
  });
}

/** Not drained by ACK: what drains knows the disruption budgets and says what holds it up. */
export function removeNodes(
  deps: ProductDeps<CsSdk>,
  request: NodesOfPool & { keepsInstances?: boolean },
): Promise<{ taskId: string }> {
  const { clusterId, nodePoolId, instanceIds, keepsInstances = false } = request;
  return deps.call({
    action: 'cs:RemoveNodePoolNodes',
    makesStale: `cs:${clusterId}:`,
    deadlineMs: writeDeadlineMs,
    send: ({ client, models }) =>
      client.removeNodePoolNodes(
        clusterId,
        nodePoolId,
        new models.RemoveNodePoolNodesRequest({ instanceIds, releaseNode: !keepsInstances, drainNode: false }),
      ),
    answer: z.object({ taskId: z.string().optional() }).transform(({ taskId }) => ({ taskId: taskId ?? '' })),
  });
}

/** Data disks stay as they are; the system disk is replaced by the node pool's image (alicloud.md 4). */
export function attachInstances(
  deps: ProductDeps<CsSdk>,
  { clusterId, nodePoolId, instanceIds }: NodesOfPool,
): Promise<{ taskId: string }> {
  return deps.call({
    action: 'cs:AttachInstancesToNodePool',
    makesStale: `cs:${clusterId}:`,
    deadlineMs: writeDeadlineMs,
    send: ({ client, models }) =>
      client.attachInstancesToNodePool(
        clusterId,
        nodePoolId,
        new models.AttachInstancesToNodePoolRequest({
          instances: instanceIds,
          formatDisk: false,
          keepInstanceName: true,
        }),
      ),
    answer: z.object({ taskId: z.string().optional() }).transform(({ taskId }) => ({ taskId: taskId ?? '' })),
  });
}
