import type { EmulatorClock } from '../clock/clock.ts';
import type { AlicloudSeed, SeedCluster, SeedVpc, SeedVSwitch } from './alicloud-seed.ts';
import { placeNode } from './cs/place-node.ts';
import type { Cluster, NodePool } from './cs/state.ts';
import { announce } from './ecs/announce.ts';
import { createInstance } from './ecs/start-instance.ts';
import { createIdSource } from './ids.ts';
import { newDbInstance } from './rds/new-db-instance.ts';
import { defaultSettings, type SettingsChange } from './settings.ts';
import type { Vpc, VSwitch } from './vpc/state.ts';
import type { World } from './world.ts';

/** The world of a seed; the nodes of the default node pools run. Throws for a seed that does not fit together. */
export function buildWorld(o: { clock: EmulatorClock; seed: AlicloudSeed; settings: SettingsChange }): World {
  const { clock, seed } = o;
  const standard = defaultSettings();
  const world: World = {
    accountId: seed.accountId,
    clock,
    settings: { ...standard, ...o.settings, delays: { ...standard.delays, ...o.settings.delays } },
    ids: createIdSource(),
    vpc: { vpcs: new Map(), vSwitches: new Map(), zones: new Map(Object.entries(seed.zones)), tokens: new Map() },
    ecs: { instanceTypes: new Map(), instances: new Map(), networkInterfaces: new Map() },
    cs: { clusters: new Map(), nodePools: new Map(), tasks: new Map() },
    rds: { instances: new Map() },
    machineWatchers: new Set(),
    quotas: { vSwitchesPerVpc: 150, nodePoolsPerCluster: 20, nodesPerCluster: 100, ...seed.quotas },
  };
  for (const type of seed.instanceTypes) world.ecs.instanceTypes.set(type.id, type);
  for (const vpc of seed.vpcs) world.vpc.vpcs.set(vpc.vpcId, toVpc(vpc));
  for (const vSwitch of seed.vSwitches) world.vpc.vSwitches.set(vSwitch.vSwitchId, toVSwitch(vSwitch));
  for (const instance of seed.rdsInstances) world.rds.instances.set(instance.id, newDbInstance(instance));
  for (const cluster of seed.clusters) addCluster(world, cluster);
  return world;
}

function toVpc(seed: SeedVpc): Vpc {
  return {
    secondaryCidrBlocks: [],
    userCidrs: [],
    natGateways: [],
    tags: {},
    ...seed,
    routeEntries: (seed.routeEntries ?? []).map((entry, index) => ({
      ...entry,
      routeEntryId: `rte-${seed.vpcId.slice(4)}-${index}`,
    })),
  };
}

function toVSwitch(seed: SeedVSwitch): VSwitch {
  return {
    tags: {},
    reservations: [],
    description: '',
    ...seed,
    status: 'Available',
    createdAtMs: Date.UTC(2024, 0, 1),
    listedFromMs: 0,
    usedOffsets: new Set(),
  };
}

function addCluster(world: World, seed: SeedCluster): void {
  const { nodePool, ...rest } = seed;
  const cluster: Cluster = {
    terwayVersion: seed.network === 'terway' ? 'v1.17.5' : '',
    containerCidr: '',
    kubernetesVersion: '1.34.1-aliyun.1',
    kubeconfig: undefined,
    ...rest,
    state: 'running',
    tags: {},
    createdAtMs: Date.UTC(2024, 0, 1),
  };
  world.cs.clusters.set(cluster.clusterId, cluster);
  const pool = toNodePool(world, cluster, nodePool);
  world.cs.nodePools.set(pool.nodePoolId, pool);
  for (let index = 0; index < nodePool.nodes; index += 1) addNode(world, cluster, pool);
}

function toNodePool(world: World, cluster: Cluster, seed: SeedCluster['nodePool']): NodePool {
  return {
    nodePoolId: seed.nodePoolId,
    clusterId: cluster.clusterId,
    isDefault: true,
    state: 'active',
    desiredSize: seed.nodes,
    scalingGroupId: world.ids.scalingGroup(),
    blocks: {
      nodepool_info: { name: 'default-nodepool', type: 'ess' },
      scaling_group: {
        vswitch_ids: seed.vswitchIds,
        instance_types: seed.instanceTypes,
        instance_charge_type: 'PostPaid',
        security_group_ids: [cluster.securityGroupId],
        system_disk_category: 'cloud_essd',
        system_disk_size: 120,
      },
    },
    createdAtMs: cluster.createdAtMs,
    updatedAtMs: cluster.createdAtMs,
    listedFromMs: 0,
    scaleOut: undefined,
  };
}

function addNode(world: World, cluster: Cluster, pool: NodePool): void {
  const place = placeNode(world, pool);
  const instance = 'code' in place ? undefined : createInstance(world, { cluster, pool, ...place });
  if (!instance) throw new Error(`seed: a node of cluster ${cluster.name} has no room in its vSwitches`);
  instance.status = 'Running';
  announce(world, instance);
}
