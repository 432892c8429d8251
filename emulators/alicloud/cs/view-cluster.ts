import { timestamp, type World } from '../world.ts';
import type { Cluster } from './state.ts';

/** A cluster as the detail call and the list show it; `meta_data` and `master_url` are JSON in a string. */
export function viewCluster(world: World, cluster: Cluster) {
  const nodes = [...world.ecs.instances.values()].filter(({ clusterId }) => clusterId === cluster.clusterId);
  const addon =
    cluster.network === 'terway'
      ? { 'terway-eniipVersion': cluster.terwayVersion }
      : { 'kube-flannel-dsVersion': 'v0.15.1.22' };
  const endpoint = `https://${cluster.clusterId}.example.internal:6443`;
  return {
    cluster_id: cluster.clusterId,
    name: cluster.name,
    region_id: cluster.regionId,
    vpc_id: cluster.vpcId,
    vswitch_ids: cluster.vswitchIds,
    security_group_id: cluster.securityGroupId,
    state: cluster.state,
    cluster_type: 'ManagedKubernetes',
    cluster_spec: 'ack.pro.small',
    profile: 'Default',
    current_version: cluster.kubernetesVersion,
    init_version: cluster.kubernetesVersion,
    ip_stack: 'ipv4',
    network_mode: 'vpc',
    proxy_mode: 'ipvs',
    service_cidr: cluster.serviceCidr,
    container_cidr: cluster.containerCidr,
    subnet_cidr: cluster.containerCidr,
    size: nodes.length,
    deletion_protection: true,
    resource_group_id: 'rg-acfmdefault',
    created: timestamp(cluster.createdAtMs),
    updated: timestamp(cluster.createdAtMs),
    master_url: JSON.stringify({ api_server_endpoint: endpoint, intranet_api_server_endpoint: endpoint }),
    meta_data: JSON.stringify({ ...addon, Addons: [], Capabilities: { Network: cluster.network } }),
    tags: Object.entries(cluster.tags).map(([key, value]) => ({ key, value })),
  };
}
