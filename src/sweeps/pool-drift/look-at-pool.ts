import type { Cloud, NetworkInterface } from '../../cloud/cloud.ts';
import { markerKeys } from '../../domain/markers.ts';
import { namespaceGuardName } from '../../domain/namespace-guard.ts';
import type { Pool } from '../../domain/pool.ts';
import type { PoolSight } from '../../domain/pool-drift/pool-sight.ts';
import { networkOf, poolSelector } from '../../domain/pool-network.ts';
import type { Kubernetes, Node } from '../../kubernetes/kubernetes.ts';
import { readPoolWorkloads } from '../../store/pool-workloads-record.ts';
import type { PoolDriftDeps } from './pool-drift-deps.ts';

const namespace = 'kube-system';

/**
 * Reads everything that says whether a pool is as it was made. Lists of a cluster and of a VPC may be a second old and
 * are then shared by its pools. Throws what cloud and cluster throw: half a look is none.
 */
export async function lookAtPool(deps: PoolDriftDeps, pool: Pool): Promise<Omit<PoolSight, 'keptConf'>> {
  const cloud = deps.clouds.inRegion(pool.regionId, deps.endpointsOf.get(pool.clusterName) ?? {});
  const kubernetes = deps.clusters.cluster(pool.clusterName);
  const isOnTerway = networkOf(pool) === 'terway';
  const [configMap, policy, nodePool, listed, nodes, vSwitches, terway, workloads] = await Promise.all([
    isOnTerway ? kubernetes.readConfigMap(namespace, pool.configMapName) : undefined,
    pool.namespacesEnforced ? kubernetes.readPodPolicy(namespaceGuardName(pool.name)) : undefined,
    readNodePool(cloud, pool),
    listMembers(cloud, pool),
    listNodes(kubernetes, pool),
    cloud.vpc.listVSwitches(pool.vpcId, 'shared'),
    isOnTerway ? kubernetes.listPods({ namespace, labelSelector: 'app=terway-eniip' }) : [],
    readPoolWorkloads(deps.store, pool.id),
  ]);
  const members = listed.map(({ nodeName, instanceId, state }) => ({
    ...{ nodeName, instanceId, isRunning: state === 'running' },
  }));
  return {
    ...{ installation: deps.installation, canaryNamespace: deps.canaryNamespace, pool },
    ...{ configMap, policy, nodePool, members, nodes, workloads },
    vSwitches: new Map(vSwitches.map((one) => [one.vSwitchId, one])),
    interfaces: await listInterfaces(cloud, pool, listed),
    terwaySinceMs: new Map(terway.flatMap(({ nodeName, createdAtMs }) => (nodeName ? [[nodeName, createdAtMs]] : []))),
  };
}

async function readNodePool({ ack }: Cloud, { clusterId, nodePoolId }: Pool) {
  return nodePoolId === undefined ? undefined : ack.readNodePool({ clusterId, nodePoolId }, 'shared');
}

async function listMembers({ ack }: Cloud, { clusterId, nodePoolId }: Pool) {
  return nodePoolId === undefined ? [] : ack.listNodes({ clusterId, nodePoolId }, 'shared');
}

/** Those with the marker and those with the label: somebody may have taken one away, or put the other elsewhere. */
async function listNodes(kubernetes: Kubernetes, pool: Pool): Promise<Node[]> {
  const { key, value } = poolSelector(pool);
  const found = await Promise.all([
    kubernetes.listNodes(`${markerKeys.pool}=${pool.id}`),
    kubernetes.listNodes(`${key}=${value}`),
  ]);
  return [...new Map(found.flat().map((node) => [node.name, node])).values()];
}

async function listInterfaces(
  { ecs }: Cloud,
  pool: Pool,
  members: readonly { instanceId: string }[],
): Promise<NetworkInterface[]> {
  const own = pool.vSwitches.filter(({ stage }) => stage !== 'left').flatMap(({ vSwitchId }) => vSwitchId ?? []);
  const queries = [...own.map((vSwitchId) => ({ vSwitchId })), ...members.map(({ instanceId }) => ({ instanceId }))];
  const all: NetworkInterface[] = [];
  // One after the other: an ordinary look is no reason to be slowed down, or to slow operations down.
  for (const query of queries) all.push(...(await ecs.listNetworkInterfaces(query, 'fresh')));
  return [...new Map(all.map((one) => [one.networkInterfaceId, one])).values()];
}
