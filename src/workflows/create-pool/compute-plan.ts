import type { Cloud, SnatCoverage } from '../../cloud/cloud.ts';
import { usableAddresses } from '../../domain/cidr.ts';
import type { CreatePlan, PlannedZone } from '../../domain/create-plan.ts';
import type { CreateRequest } from '../../domain/create-request.ts';
import { configMapNameOf, nodePoolNameOf } from '../../domain/names.ts';
import { chooseNodeVSwitches, type NodeVSwitch } from '../../domain/node-vswitches.ts';
import { admitsWholeNodes, type PoolNetwork, type SelectedPool } from '../../domain/pool-network.ts';
import type { Sizing } from '../../domain/sizing.ts';
import type { AccessCheck, Kubernetes, PodNetworking } from '../../kubernetes/kubernetes.ts';
import type { ClusterSettings, WorkflowSettings } from '../workflow-deps.ts';
import { demandFreeNames, demandQuotas } from './preflight/check-names-and-quotas.ts';
import { demandRights } from './preflight/check-rights.ts';
import { chooseZones } from './preflight/choose-zones.ts';
import { demandCanary } from './preflight/demand-canary.ts';
import { daemonSetsOnPool, findWarnings } from './preflight/find-warnings.ts';
import { readAddressSpace, type VpcFindings } from './preflight/read-address-space.ts';
import { type ClusterFindings, readCluster } from './preflight/read-cluster.ts';
import { readPodsPerNode } from './preflight/read-pods-per-node.ts';
import { allocateForZones, sizeOrExplain } from './preflight/size-and-allocate.ts';

export interface PlanInputs {
  settings: WorkflowSettings;
  cluster: ClusterSettings;
  cloud: Cloud;
  kubernetes: Kubernetes;
  accessChecks: (canaryNamespace: string) => AccessCheck[];
  poolId: string;
  request: CreateRequest;
  /** CIDRs that other operations have reserved in the VPC or other pools own. */
  readReserved: (vpcId: string) => Promise<string[]>;
  /** Zones and blocks of an earlier plan of the same operation. */
  earlier: PlannedZone[] | undefined;
}

/** Looks at everything, changes nothing, and says what would be done. Throws TerminalError with the first obstacle. */
export async function computePlan(inputs: PlanInputs): Promise<CreatePlan> {
  const { kubernetes, cloud, request } = inputs;
  const canary = await demandCanary(inputs.settings, kubernetes);
  const [clusterFindings] = await Promise.all([
    readCluster({ cloud, kubernetes }, inputs.cluster),
    demandRights(kubernetes, inputs.accessChecks(canary.namespace)),
  ]);
  const { plugin, daemonSets } = clusterFindings;
  const [vpc, podsPerNode, podNetworkings, quota, configMap, snat] = await Promise.all([
    readAddressSpace(cloud, {
      cluster: clusterFindings.cluster,
      poolCidrs: inputs.cluster.poolCidrs,
      reserved: await inputs.readReserved(clusterFindings.cluster.vpcId),
      marker: markerOf(inputs),
    }),
    readPodsPerNode({ cloud, kubernetes }, { network: plugin.network, instanceTypes: instanceTypesOf(inputs) }),
    kubernetes.listPodNetworkings(),
    cloud.ack.readQuota(),
    kubernetes.readConfigMap('kube-system', configMapNameOf(request.name)),
    cloud.vpc.readSnatCoverage(clusterFindings.cluster.vpcId),
  ]);
  demandFreeNames(markerOf(inputs), { nodePools: clusterFindings.nodePools, configMap });
  const zones = zonesFor(inputs, clusterFindings, vpc);
  const sizing = sizeOrExplain({
    network: plugin.network,
    expectedPods: request.expectedPods,
    zones: zones.length,
    nodes: request.nodes,
    defaultNodes: inputs.cluster.nodePool.nodes,
    podsPerNode,
    daemonSetPods: daemonSetsOnPool(daemonSets, selectedPool(inputs, plugin.network)).length,
    trunk: clusterFindings.trunk,
  });
  demandQuotas({
    zones: zones.length,
    nodes: sizing.nodes.max,
    vSwitches: vpc.vSwitches,
    nodePools: clusterFindings.nodePools,
    quota,
    marker: markerOf(inputs),
  });
  return assemble(inputs, { clusterFindings, vpc, zones, sizing, podsPerNode, podNetworkings, snat, canary });
}

interface PlanFindings {
  clusterFindings: ClusterFindings;
  vpc: VpcFindings;
  zones: NodeVSwitch[];
  sizing: Sizing;
  podsPerNode: number;
  podNetworkings: PodNetworking[];
  snat: SnatCoverage | undefined;
  canary: { image: string; namespace: string };
}

function assemble(inputs: PlanInputs, found: PlanFindings): CreatePlan {
  const { request } = inputs;
  const { clusterFindings, sizing } = found;
  const { plugin } = clusterFindings;
  const isNodeBound = admitsWholeNodes(plugin);
  const blocks = found.zones.map(({ zoneId }) => {
    return { prefix: sizing.prefix, kept: inputs.earlier?.find((zone) => zone.zoneId === zoneId)?.cidrBlock };
  });
  const allocation = allocateForZones(found.vpc.space, blocks);
  const zones = found.zones.map(({ zoneId, nodeVSwitchId }, index): PlannedZone => {
    const cidrBlock = allocation.cidrs[index] ?? '';
    const usable = usableAddresses(Number(cidrBlock.split('/')[1]));
    return {
      ...{ zoneId, cidrBlock, usableAddresses: usable, expectedPods: sizing.podsPerZone },
      nodeVSwitchId: isNodeBound ? undefined : nodeVSwitchId,
    };
  });
  return {
    schemaVersion: 1,
    kind: 'create-pool',
    installation: inputs.settings.installation,
    poolId: inputs.poolId,
    poolName: request.name,
    clusterName: inputs.cluster.name,
    clusterId: inputs.cluster.clusterId,
    regionId: inputs.cluster.regionId,
    vpcId: clusterFindings.cluster.vpcId,
    plugin,
    securityGroupId: clusterFindings.cluster.securityGroupId,
    zones,
    nodes: sizing.nodes,
    instanceTypes: instanceTypesOf(inputs),
    systemDiskGib: inputs.cluster.nodePool.systemDiskGib,
    podsPerNode: found.podsPerNode,
    maxPoolSize: sizing.maxPoolSize,
    expectedPods: request.expectedPods,
    podsThatFit: sizing.podsThatFit,
    configMapName: configMapNameOf(request.name),
    nodePoolName: nodePoolNameOf(request.name),
    canary: found.canary,
    warnings: findWarnings({
      pool: selectedPool(inputs, plugin.network),
      namespaces: request.namespaces,
      cidrs: zones.map(({ cidrBlock }) => cidrBlock),
      zones: zones.length,
      snat: found.snat,
      daemonSets: clusterFindings.daemonSets,
      podNetworkings: found.podNetworkings,
      insideLearned: allocation.insideLearned,
    }),
  };
}

/** The zones of an earlier plan stay: something may have been made in them already. */
function zonesFor(inputs: PlanInputs, found: ClusterFindings, vpc: VpcFindings): NodeVSwitch[] {
  const available = chooseNodeVSwitches({
    configured: inputs.cluster.nodeVSwitches,
    nodePools: found.nodePools,
    vSwitches: vpc.vSwitches,
  });
  return chooseZones(inputs.earlier?.map(({ zoneId }) => zoneId) ?? inputs.request.zones, available);
}

function instanceTypesOf({ request, cluster }: PlanInputs): string[] {
  return request.instanceTypes ?? cluster.nodePool.instanceTypes;
}

function selectedPool({ request }: PlanInputs, network: PoolNetwork): SelectedPool {
  return { name: request.name, configMapName: configMapNameOf(request.name), network };
}

function markerOf(inputs: PlanInputs) {
  return { installation: inputs.settings.installation, poolId: inputs.poolId, poolName: inputs.request.name };
}
