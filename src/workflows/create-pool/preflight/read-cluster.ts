import type { Addon, Cloud, Cluster, NodePool } from '../../../cloud/cloud.ts';
import { detectNetwork } from '../../../domain/detect-network.ts';
import { TerminalError } from '../../../domain/errors.ts';
import { type NetworkPlugin, networkNames, type PoolNetwork } from '../../../domain/pool-network.ts';
import type { ConfigMap, DaemonSet, Kubernetes } from '../../../kubernetes/kubernetes.ts';
import { terwayDaemonSet } from '../../pool-steps/terway-config-map.ts';
import type { ClusterSettings } from '../../workflow-deps.ts';

export interface ClusterFindings {
  cluster: Cluster;
  nodePools: NodePool[];
  version: string;
  plugin: NetworkPlugin;
  /** On Terway: nodes have a trunk ENI, which holds an address. */
  trunk: boolean;
  daemonSets: DaemonSet[];
}

/** Finds the cluster, reaches its API and finds its network plugin out; detected, never guessed. */
export async function readCluster(
  look: { cloud: Cloud; kubernetes: Kubernetes },
  settings: ClusterSettings,
): Promise<ClusterFindings> {
  const { cloud, kubernetes } = look;
  const [cluster, addons, nodePools, version, eniConfig, daemonSets] = await Promise.all([
    cloud.ack.readCluster(settings.clusterId),
    cloud.ack.listAddons(settings.clusterId),
    cloud.ack.listNodePools(settings.clusterId, 'fresh'),
    kubernetes.readVersion(),
    kubernetes.readConfigMap('kube-system', 'eni-config'),
    kubernetes.listDaemonSets(),
  ]);
  if (!cluster) throw clusterGone(settings);
  const network = demandNetwork(settings, { cluster, addons, daemonSets });
  return { cluster, nodePools, version, daemonSets, ...describePlugin(network, { addons, eniConfig }) };
}

function demandNetwork(
  settings: ClusterSettings,
  found: { cluster: Cluster; addons: Addon[]; daemonSets: DaemonSet[] },
): PoolNetwork {
  const { network, seen } = detectNetwork({ ...found, podCidr: found.cluster.containerCidr });
  if (!network) throw networkUnclear(settings, seen);
  if (settings.network !== 'auto' && settings.network !== network) throw contradiction(settings, { network, seen });
  return network;
}

function describePlugin(
  network: PoolNetwork,
  { addons, eniConfig }: { addons: Addon[]; eniConfig: ConfigMap | undefined },
): Pick<ClusterFindings, 'plugin' | 'trunk'> {
  if (network === 'flannel') {
    const addon = addons.find(({ name }) => name.includes('flannel'));
    return { plugin: { network, version: addon?.version ?? '' }, trunk: false };
  }
  const addon = findTerway(addons);
  const global = parseEniConf(eniConfig?.data.eni_conf);
  return {
    plugin: {
      network,
      version: addon?.version ?? '',
      ipamType: global.ipam_type === 'crd' ? 'crd' : 'default',
      daemonSetName: addon === undefined || addon.name === 'terway-controlplane' ? terwayDaemonSet : addon.name,
    },
    trunk: global.enable_eni_trunking === true,
  };
}

/** The shared-ENI daemon first; other Terway add-ons tell the plugin too. */
function findTerway(addons: Addon[]): Addon | undefined {
  return addons.find(({ name }) => name === terwayDaemonSet) ?? addons.find(({ name }) => name.startsWith('terway'));
}

function parseEniConf(text: string | undefined): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function clusterGone(settings: ClusterSettings): TerminalError {
  return new TerminalError({
    code: 'CLOUD_NOT_FOUND',
    publicText: `Cluster ${settings.name} (${settings.clusterId}) was not found in ${settings.regionId}. Correct clusters[].id or region in the configuration, then retry.`,
  });
}

function contradiction(settings: ClusterSettings, found: { network: PoolNetwork; seen: string }): TerminalError {
  const { name, network } = settings;
  const said = network === 'auto' ? network : networkNames[network];
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `The configuration says that ${name} uses ${said}, but the cluster uses ${networkNames[found.network]} (${found.seen}). Correct clusters[].network, then retry.`,
  });
}

function networkUnclear(settings: ClusterSettings, seen: string): TerminalError {
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `Which network plugin cluster ${settings.name} runs is not clear (${seen || 'neither an add-on nor a DaemonSet of Terway or Flannel'}), and what a pool is depends on it. Choose another cluster, or let only one plugin be there and retry.`,
  });
}
