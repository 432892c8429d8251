import { objectAt } from '../json.ts';
import { timestamp, type World } from '../world.ts';
import { instancesOf } from './find.ts';
import type { NodePool } from './state.ts';

/** A node pool as the detail call and the list show it; what was sent comes back, without secrets. */
export function viewNodePool(world: World, pool: NodePool) {
  const cluster = world.cs.clusters.get(pool.clusterId);
  const { login_password: _secret, ...scaling } = objectAt(pool.blocks, 'scaling_group');
  return {
    auto_scaling: { enable: false, max_instances: 0, min_instances: 0, ...objectAt(pool.blocks, 'auto_scaling') },
    kubernetes_config: { labels: [], taints: [], runtime: 'containerd', ...objectAt(pool.blocks, 'kubernetes_config') },
    management: { enable: false, ...objectAt(pool.blocks, 'management') },
    nodepool_info: {
      type: 'ess',
      resource_group_id: 'rg-acfmdefault',
      ...objectAt(pool.blocks, 'nodepool_info'),
      nodepool_id: pool.nodePoolId,
      region_id: cluster?.regionId ?? '',
      is_default: pool.isDefault,
      created: timestamp(pool.createdAtMs),
      updated: timestamp(pool.updatedAtMs),
    },
    scaling_group: {
      multi_az_policy: 'BALANCE',
      security_group_id: cluster?.securityGroupId ?? '',
      security_group_ids: [cluster?.securityGroupId ?? ''],
      tags: [],
      ...scaling,
      desired_size: pool.desiredSize,
      scaling_group_id: pool.scalingGroupId,
    },
    status: viewStatus(world, pool),
  };
}

function viewStatus(world: World, pool: NodePool) {
  const all = instancesOf(world, pool);
  const staying = all.filter((instance) => !instance.isRemoving);
  const isHealthy = (instance: (typeof all)[number]) => instance.status === 'Running' && instance.node?.ready === true;
  const rest = staying.filter((instance) => !isHealthy(instance));
  const failed = rest.filter((instance) => instance.hasFailed);
  const offline = rest.filter((instance) => !instance.hasFailed && instance.wasReady);
  const healthy = staying.length - rest.length;
  return {
    state: pool.state,
    total_nodes: all.length,
    healthy_nodes: healthy,
    serving_nodes: healthy,
    failed_nodes: failed.length,
    offline_nodes: offline.length,
    initial_nodes: rest.length - failed.length - offline.length,
    removing_nodes: all.length - staying.length,
  };
}
