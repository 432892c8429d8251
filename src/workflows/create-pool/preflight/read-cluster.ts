import type { Addon, Cloud, Cluster, NodePool } from '../../../cloud/cloud.ts';
import { TerminalError } from '../../../domain/errors.ts';
import type { Kubernetes } from '../../../kubernetes/kubernetes.ts';
import type { ClusterSettings } from '../../workflow-deps.ts';

export interface ClusterFindings {
  cluster: Cluster;
  nodePools: NodePool[];
  version: string;
  terway: { version: string; ipamType: 'default' | 'crd'; daemonSetName: string; trunk: boolean };
}

/** Finds the cluster, reaches its API and finds its network plugin out; detected, never guessed. */
export async function readCluster(
  look: { cloud: Cloud; kubernetes: Kubernetes },
  settings: ClusterSettings,
): Promise<ClusterFindings> {
  const { cloud, kubernetes } = look;
  const [cluster, addons, nodePools, version, eniConfig] = await Promise.all([
    cloud.ack.readCluster(settings.clusterId),
    cloud.ack.listAddons(settings.clusterId),
    cloud.ack.listNodePools(settings.clusterId, 'fresh'),
    kubernetes.readVersion(),
    kubernetes.readConfigMap('kube-system', 'eni-config'),
  ]);
  if (!cluster) throw clusterGone(settings);
  const addon = findTerway(addons);
  const network = addon ? 'terway' : addons.some(({ name }) => name.includes('flannel')) ? 'flannel' : 'unknown';
  if (settings.network !== 'auto' && settings.network !== network) throw contradiction(settings, network);
  if (!addon) throw notTerway(settings, network);
  const global = parseEniConf(eniConfig?.data.eni_conf);
  return {
    cluster,
    nodePools,
    version,
    terway: {
      version: addon.version,
      ipamType: global.ipam_type === 'crd' ? 'crd' : 'default',
      daemonSetName: addon.name === 'terway-controlplane' ? 'terway-eniip' : addon.name,
      trunk: global.enable_eni_trunking === true,
    },
  };
}

/** The shared-ENI daemon first; other Terway add-ons tell the plugin too. */
function findTerway(addons: Addon[]): Addon | undefined {
  return addons.find(({ name }) => name === 'terway-eniip') ?? addons.find(({ name }) => name.startsWith('terway'));
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

function contradiction(settings: ClusterSettings, found: string): TerminalError {
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `The configuration says that ${settings.name} uses ${settings.network}, but its add-ons say ${found}. Correct clusters[].network, then retry.`,
  });
}

function notTerway(settings: ClusterSettings, found: string): TerminalError {
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `Cluster ${settings.name} runs ${found === 'flannel' ? 'Flannel' : 'no Terway add-on'}: its pods do not take addresses of a vSwitch of their own, so this kind of pool cannot be made there. Choose a Terway cluster.`,
  });
}
