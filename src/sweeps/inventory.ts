import type { Clouds, InstanceType, VSwitch } from '../cloud/cloud.ts';
import type { ClusterInventory, Inventory } from '../domain/inventory.ts';
import { chooseNodeVSwitches } from '../domain/node-vswitches.ts';
import type { PoolNetwork } from '../domain/pool-network.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { inventoryOf } from '../store/inventory-record.ts';
import type { Store } from '../store/store.ts';
import { type InventoryScope, refreshDatabases } from './inventory-databases.ts';
import { noteLostPools } from './note-lost-pools.ts';
import { repeat } from './repeat.ts';

/** One cluster of the configuration, as the inventory needs it. */
export interface InventoryCluster {
  name: string;
  clusterId: string;
  regionId: string;
  endpoints: { vpc?: string | undefined; cs?: string | undefined; ecs?: string | undefined };
  nodeVSwitches: Record<string, string>;
  poolCidrs: string[];
  instanceTypes: string[];
}

export interface InventoryDeps {
  clouds: Clouds;
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
  clusters: InventoryCluster[];
  databases: InventoryScope[];
}

/** Domain time between refreshes. */
const everyMs = 15 * 60_000;
/** Terway needs more than one ENI on a node: the primary one carries no pods. */
const fewestEnis: Record<PoolNetwork, number> = { terway: 2, flannel: 1 };
/** The largest block of pod addresses that ACK gives a node with Flannel; how many its kubelets run, the plan finds out. */
const mostPodsOnFlannel = 256;

/** Reads the clouds and keeps what forms and validation need. A cluster that cannot be read keeps what was known. */
export async function refreshInventory(deps: InventoryDeps): Promise<Inventory> {
  const before = inventoryOf(await deps.store.readInventory());
  const seen = { vSwitches: [] as VSwitch[], isWhole: true };
  const [databases, ...clusters] = await Promise.all([
    refreshDatabases(deps, before),
    ...deps.clusters.map((cluster) => refreshCluster({ ...deps, seen }, cluster, before)),
  ]);
  const inventory = {
    refreshedAtMs: deps.clock.now(),
    clusters: clusters.filter((one) => one !== undefined),
    databases,
  };
  await deps.store.writeInventory(JSON.stringify(inventory));
  await noteLostPools(deps, seen);
  return inventory;
}

/** Refreshes now and every few minutes until stopped. */
export function startInventorySweep(deps: InventoryDeps): { stop(): void } {
  return repeat(() => refreshInventory(deps), {
    everyMs: deps.clock.delay(everyMs),
    onError: (err) => deps.log.warn({ err }, 'inventory refresh failed'),
  });
}

/** `seen` gets every vSwitch that was read, and whether all were. */
type Refreshing = InventoryDeps & { seen: { vSwitches: VSwitch[]; isWhole: boolean } };

async function refreshCluster(
  deps: Refreshing,
  cluster: InventoryCluster,
  before: Inventory | undefined,
): Promise<ClusterInventory | undefined> {
  try {
    return await readCluster(deps, cluster);
  } catch (err) {
    deps.seen.isWhole = false;
    deps.log.warn({ cluster: cluster.name, err }, 'cluster could not be read for the inventory');
    const known = before?.clusters.find(({ name }) => name === cluster.name);
    return known && { ...known, problem: 'the last refresh did not reach the cluster' };
  }
}

async function readCluster(deps: Refreshing, cluster: InventoryCluster): Promise<ClusterInventory | undefined> {
  const { clusterId, regionId, name } = cluster;
  const cloud = deps.clouds.inRegion(regionId, cluster.endpoints);
  const [found, addons, nodePools] = await Promise.all([
    cloud.ack.readCluster(clusterId),
    cloud.ack.listAddons(clusterId),
    cloud.ack.listNodePools(clusterId, 'shared'),
  ]);
  if (!found) return undefined;
  const network = addons.some((addon) => addon.name.includes('flannel')) ? 'flannel' : 'terway';
  const [vpc, vSwitches, types] = await Promise.all([
    cloud.vpc.readVpc(found.vpcId),
    cloud.vpc.listVSwitches(found.vpcId, 'shared'),
    cloud.ecs.listInstanceTypesWith({ fewestEnis: fewestEnis[network] }),
  ]);
  deps.seen.vSwitches.push(...vSwitches);
  return {
    name,
    clusterId,
    regionId,
    vpcId: found.vpcId,
    network,
    problem: undefined,
    zones: chooseNodeVSwitches({ configured: cluster.nodeVSwitches, nodePools, vSwitches }),
    instanceTypes: types.map((type) => capacityOf(type, network)).filter(({ pods }) => pods > 0),
    defaultInstanceTypes: cluster.instanceTypes,
    space: vpc && {
      vpcCidrs: vpc.cidrBlocks,
      poolCidrs: cluster.poolCidrs,
      taken: vSwitches.map(({ cidrBlock }) => cidrBlock),
    },
  };
}

function capacityOf(type: InstanceType, network: PoolNetwork): { id: string; pods: number } {
  const addresses = (type.eniQuantity - 1) * type.eniPrivateIpAddressQuantity;
  return { id: type.instanceTypeId, pods: network === 'flannel' ? mostPodsOnFlannel : addresses };
}
