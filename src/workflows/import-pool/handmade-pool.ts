import type { Cluster, NetworkInterface, NodePool, VSwitch } from '../../cloud/cloud.ts';
import type { AddressSpace } from '../../domain/allocate-cidrs.ts';
import { detectNetwork } from '../../domain/detect-network.ts';
import { vSwitchIdsIn } from '../../domain/eni-conf.ts';
import { TerminalError } from '../../domain/errors.ts';
import { isMarked, isOurs, type Marker, terwayConfigLabel } from '../../domain/markers.ts';
import { operationIdFrom, poolIdFrom } from '../../domain/names.ts';
import type { ConfigMap, Node } from '../../kubernetes/kubernetes.ts';
import { readAddressSpace } from '../create-pool/preflight/read-address-space.ts';
import { cloudOf, clusterSettings, kubernetesOf } from '../pool-steps/pool-target.ts';
import { configMapNamespace } from '../pool-steps/terway-config-map.ts';
import type { ClusterSettings, WorkflowDeps } from '../workflow-deps.ts';

/** What an operator says of a pool that was made by hand. */
export interface ImportRequest {
  clusterName: string;
  configMapName: string;
  nodePoolId: string;
  name: string;
  expectedPods: number;
  namespaces: string[];
  ownerGroup: string | undefined;
}

/** Everything about it, as just read. */
export interface HandmadePool {
  request: ImportRequest;
  /** Its pool id derives from what it is made of, so that a second try goes on with the first. */
  marker: Marker;
  cluster: ClusterSettings;
  found: Cluster;
  configMap: ConfigMap;
  /** Of the whole cluster: what every other pod uses. */
  globalConfigMap: ConfigMap | undefined;
  nodePool: NodePool;
  nodes: Node[];
  instanceIds: ReadonlySet<string>;
  /** Of the whole VPC. */
  vSwitches: VSwitch[];
  /** In the vSwitches that its ConfigMap names. */
  interfaces: NetworkInterface[];
  space: AddressSpace;
}

/** Reads a pool that was made by hand, all fresh. Throws PLAN_INVALID when there is not even something to check. */
export async function readHandmadePool(deps: WorkflowDeps, request: ImportRequest): Promise<HandmadePool> {
  const { clusterName, configMapName, nodePoolId, name: poolName } = request;
  const { installation } = deps.settings;
  const cluster = clusterSettings(deps, clusterName);
  const { clusterId } = cluster;
  const cloud = cloudOf(deps, clusterName);
  const kubernetes = kubernetesOf(deps, clusterName);
  const [found, nodePool, members, configMap, globalConfigMap, nodes, addons, daemonSets] = await Promise.all([
    cloud.ack.readCluster(clusterId),
    cloud.ack.readNodePool({ clusterId, nodePoolId }, 'fresh'),
    cloud.ack.listNodes({ clusterId, nodePoolId }, 'fresh'),
    kubernetes.readConfigMap(configMapNamespace, configMapName),
    kubernetes.readConfigMap(configMapNamespace, 'eni-config'),
    kubernetes.listNodes(`${terwayConfigLabel}=${configMapName}`),
    cloud.ack.listAddons(clusterId),
    kubernetes.listDaemonSets(),
  ]);
  if (!found) throw nothing(`cluster ${clusterId}`);
  const { network, seen } = detectNetwork({ addons, daemonSets, podCidr: found.containerCidr });
  if (network !== 'terway') throw notTerway(clusterName, seen);
  if (!nodePool) throw nothing(`node pool ${nodePoolId} in cluster ${clusterName}`);
  if (!configMap) throw nothing(`ConfigMap ${configMapName} in ${configMapNamespace}`);
  const poolId = poolIdFrom(operationIdFrom(`import ${installation} ${clusterId} ${nodePoolId}`));
  const marker = { installation, poolId, poolName };
  const { vSwitches, space } = await readAddressSpace(cloud, {
    ...{ cluster: found, marker, reserved: [], poolCidrs: [] },
  });
  const named = vSwitchIdsIn(configMap.data);
  const own = vSwitches.filter(({ vSwitchId }) => named.includes(vSwitchId));
  const interfaces = await Promise.all(
    own.map(({ vSwitchId }) => cloud.ecs.listNetworkInterfaces({ vSwitchId }, 'fresh')),
  );
  return {
    ...{ request, marker, cluster, found, configMap, globalConfigMap, nodePool, nodes, vSwitches },
    instanceIds: new Set(members.map(({ instanceId }) => instanceId)),
    interfaces: interfaces.flat(),
    space,
  };
}

/** Its own marker from a first try counts as none. */
export function isMarkedByOthers(
  found: Parameters<typeof isOurs>[0],
  { marker }: Pick<HandmadePool, 'marker'>,
): boolean {
  return isMarked(found) && !isOurs(found, marker);
}

function nothing(what: string): TerminalError {
  return new TerminalError({ code: 'PLAN_INVALID', publicText: `There is no ${what}.` });
}

function notTerway(clusterName: string, seen: string): TerminalError {
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `Only pools of Terway clusters can be taken over, and ${clusterName} does not show that it is one (${seen || 'no sign of it'}).`,
  });
}
