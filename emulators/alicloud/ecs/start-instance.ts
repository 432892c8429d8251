import { labelsOf, securityGroupOf, spotStrategyOf, tagsOf, taintsOf } from '../cs/node-pool-blocks.ts';
import type { Cluster, NodePool } from '../cs/state.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';
import { addInterface } from './interfaces.ts';
import type { Instance } from './state.ts';

export interface Placement {
  cluster: Cluster;
  pool: NodePool;
  vSwitchId: string;
  zoneId: string;
  instanceType: string;
}

/**
 * A new instance of a node pool: `Pending`, and `Running` after the start delay, when its kubelet may register.
 * Undefined when its vSwitch has no address left. `onRunning` is called when it runs.
 */
export function startInstance(world: World, placement: Placement, onRunning: (instance: Instance) => void) {
  const instance = createInstance(world, placement);
  if (instance) bootInstance(world, instance, onRunning);
  return instance;
}

/** Lets a `Pending` instance run after the start delay. */
export function bootInstance(world: World, instance: Instance, onRunning: (instance: Instance) => void): void {
  world.clock.after(world.settings.delays.instanceStartMs, () => {
    if (world.ecs.instances.get(instance.instanceId) !== instance || instance.isRemoving) return;
    instance.status = 'Running';
    bootForeignInterface(world, instance);
    if (world.settings.nodeNeverReady > 0) world.settings.nodeNeverReady -= 1;
    else announce(world, instance);
    onRunning(instance);
  });
}

/** The record alone, `Pending`, with its primary interface; undefined when its vSwitch has no address left. */
export function createInstance(world: World, placement: Placement): Instance | undefined {
  const { cluster, pool } = placement;
  const instanceId = world.ids.instance();
  const securityGroupId = securityGroupOf(pool) || cluster.securityGroupId;
  const primary = addInterface(world, {
    instanceId,
    vSwitchId: placement.vSwitchId,
    type: 'Primary',
    addressCount: 1,
    securityGroupId,
    tags: {},
  });
  if (!primary) return undefined;
  const instance: Instance = {
    instanceId,
    status: 'Pending',
    regionId: cluster.regionId,
    zoneId: placement.zoneId,
    vpcId: cluster.vpcId,
    vSwitchId: placement.vSwitchId,
    instanceType: placement.instanceType,
    primaryIpAddress: primary.ipAddresses[0] ?? '',
    securityGroupId,
    ...forPool(world, cluster, pool),
    spotStrategy: spotStrategyOf(pool),
    createdAtMs: world.clock.now(),
    isAnnounced: false,
    isRemoving: false,
    node: undefined,
    wasReady: false,
    hasFailed: false,
  };
  world.ecs.instances.set(instanceId, instance);
  return instance;
}

/** What an instance has for being a node of the pool. */
export function forPool(
  world: World,
  { clusterId }: Cluster,
  pool: NodePool,
): Pick<Instance, 'clusterId' | 'nodePoolId' | 'tags' | 'labels' | 'taints'> {
  const { nodePoolId } = pool;
  const tags = { ...tagsOf(pool), 'ack.aliyun.com': clusterId, 'ack.alibabacloud.com/nodepool-id': nodePoolId };
  return { clusterId, nodePoolId, tags, ...bootConfiguration(world, pool) };
}

function bootConfiguration(world: World, pool: NodePool): Pick<Instance, 'labels' | 'taints'> {
  const labels = labelsOf(pool);
  if (labels['terway-config'] !== undefined && world.settings.missingLabel > 0) {
    world.settings.missingLabel -= 1;
    delete labels['terway-config'];
  }
  let taints = taintsOf(pool);
  if (taints.length > 0 && world.settings.missingTaint > 0) {
    world.settings.missingTaint -= 1;
    taints = [];
  }
  return { labels, taints };
}

function bootForeignInterface(world: World, instance: Instance): void {
  const foreign = world.settings.foreignEni;
  if (!foreign || foreign.count <= 0) return;
  foreign.count -= 1;
  addInterface(world, {
    instanceId: instance.instanceId,
    vSwitchId: foreign.vSwitchId,
    type: 'Secondary',
    addressCount: 1,
    securityGroupId: instance.securityGroupId,
    tags: { creator: 'terway' },
  });
}
