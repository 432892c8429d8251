import type { AckApi } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import { listAddons } from './ack-addons.ts';
import { listClusters, readCluster, readKubeconfig, readQuota } from './ack-clusters.ts';
import {
  attachInstances,
  changeNodePool,
  createNodePool,
  deleteNodePool,
  removeNodes,
} from './ack-node-pool-writes.ts';
import { listNodePools, readNodePool } from './ack-node-pools.ts';
import { listNodes } from './ack-nodes.ts';
import { listTasks, readTask } from './ack-tasks.ts';
import type { CsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

/**
 * The ACK part of the port. Shared reads of a node pool or of its nodes are cut out of one list per cluster, so that
 * however many operations wait in a cluster, it is asked once.
 */
export function createAckApi(deps: ProductDeps<CsSdk>): AckApi {
  const { shared } = deps;
  return {
    readCluster: (clusterId) => readCluster(deps, clusterId),
    listClusters: () => listClusters(deps),
    listAddons: (clusterId) => listAddons(deps, clusterId),
    listNodePools: (clusterId, freshness) =>
      shared.read({ key: `cs:${clusterId}:pools`, freshness, load: () => listNodePools(deps, clusterId) }),
    async readNodePool({ clusterId, nodePoolId }, freshness) {
      if (freshness === 'fresh') return readNodePool(deps, { clusterId, nodePoolId });
      const load = () => listNodePools(deps, clusterId);
      const pools = await shared.read({ key: `cs:${clusterId}:pools`, freshness, load });
      const found = pools.find((pool) => pool.nodePoolId === nodePoolId);
      return found ?? readNodePool(deps, { clusterId, nodePoolId });
    },
    createNodePool: (clusterId, request) => createNodePool(deps, { clusterId, request }),
    changeNodePool: (pool, change) => changeNodePool(deps, { ...pool, change }),
    removeNodes: (request) => removeNodes(deps, request),
    attachInstances: (request) => attachInstances(deps, request),
    async deleteNodePool(pool) {
      await unlessAbsent(['ErrorNodePoolNotFound'], deleteNodePool(deps, pool));
    },
    async listNodes({ clusterId, nodePoolId }, freshness) {
      if (freshness === 'fresh') return withoutPool(await listNodes(deps, { clusterId, nodePoolId }));
      const load = () => listNodes(deps, { clusterId, nodePoolId: undefined });
      const nodes = await shared.read({ key: `cs:${clusterId}:nodes`, freshness, load });
      return withoutPool(nodes.filter((node) => node.nodePoolId === nodePoolId));
    },
    readTask: (taskId) => readTask(deps, taskId),
    listTasks: (clusterId) => listTasks(deps, clusterId),
    readQuota: () => readQuota(deps),
    readKubeconfig: (request) => readKubeconfig(deps, request),
  };
}

function withoutPool<T extends { nodePoolId: string }>(nodes: T[]): Omit<T, 'nodePoolId'>[] {
  return nodes.map(({ nodePoolId: _nodePoolId, ...node }) => node);
}
