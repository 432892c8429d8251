import type { Cloud } from '../../cloud/cloud.ts';
import { blockOf, prefixOf, usableAddresses } from '../../domain/cidr.ts';
import { eniConf } from '../../domain/eni-conf.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import {
  admitsWholeNodes,
  type NetworkPlugin,
  networkNames,
  networkOf,
  type PoolNetwork,
} from '../../domain/pool-network.ts';
import type { ResizePlan } from '../../domain/resize-plan.ts';
import { isResizeProblem, type ResizeShape, shapeResize } from '../../domain/shape-resize.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { demandQuotas } from '../create-pool/preflight/check-names-and-quotas.ts';
import { demandRights } from '../create-pool/preflight/check-rights.ts';
import { demandCanary } from '../create-pool/preflight/demand-canary.ts';
import { daemonSetsOnPool } from '../create-pool/preflight/find-warnings.ts';
import { readAddressSpace, type VpcFindings } from '../create-pool/preflight/read-address-space.ts';
import { readCluster } from '../create-pool/preflight/read-cluster.ts';
import { readPodsPerNode } from '../create-pool/preflight/read-pods-per-node.ts';
import { allocateForZones, explainSizing } from '../create-pool/preflight/size-and-allocate.ts';
import type { ClusterSettings, WorkflowDeps } from '../workflow-deps.ts';
import { demandNodePool, readEniConf, readVSwitches, type SeenVSwitch } from './read-pool.ts';

export interface ResizeInputs {
  deps: WorkflowDeps;
  cluster: ClusterSettings;
  cloud: Cloud;
  kubernetes: Kubernetes;
  pool: Pool;
  input: { expectedPods: number; nodes: { min: number; max: number } | undefined };
  /** Live, of this pool. */
  grants: Grant[];
  /** CIDRs that other operations have reserved in the VPC or other pools own. */
  readReserved: (vpcId: string) => Promise<string[]>;
  /** Of an earlier plan of the same operation: something may have been made of it already. */
  earlier: ResizePlan | undefined;
}

/** Looks at everything, changes nothing, and says what would be done. Throws TerminalError with the first obstacle. */
export async function computeResizePlan(inputs: ResizeInputs): Promise<ResizePlan> {
  const { deps, cluster, cloud, kubernetes, pool, input, earlier } = inputs;
  const { installation } = deps.settings;
  const canary = await demandCanary(deps.settings, kubernetes);
  const marker = { installation, poolId: pool.id, poolName: pool.name };
  const madeByUs = new Set(earlier?.added.map(({ cidrBlock }) => cidrBlock));
  const [found, , vSwitches, nodePool, conf, podsPerNode, quota] = await Promise.all([
    readCluster({ cloud, kubernetes }, cluster),
    demandRights(kubernetes, deps.accessChecks(canary.namespace)),
    readVSwitches(cloud, {
      ...{ pool, installation },
      vSwitches: pool.vSwitches.filter(({ cidrBlock, stage }) => !madeByUs.has(cidrBlock) && !isOut(stage)),
    }),
    demandNodePool(cloud, pool),
    admitsWholeNodes(pool) ? undefined : readEniConf(kubernetes, { pool, installation }),
    readPodsPerNode({ cloud, kubernetes }, { network: networkOf(pool), instanceTypes: pool.instanceTypes }),
    cloud.ack.readQuota(),
  ]);
  const { plugin } = found;
  if (plugin.network !== networkOf(pool)) throw otherNetwork(pool, plugin.network);
  const shape = shapeResize({
    network: plugin.network,
    expectedPods: { from: pool.expectedPods, to: input.expectedPods },
    askedNodes: input.nodes,
    nodes: pool.nodes,
    vSwitches,
    podsPerNode,
    daemonSetPods: daemonSetsOnPool(found.daemonSets, pool).length,
    trunk: found.trunk,
    maxPoolSize: conf?.maxPoolSize,
  });
  if (isResizeProblem(shape)) {
    throw new TerminalError({ code: 'PLAN_INVALID', publicText: explainSizing(shape, input.expectedPods) });
  }
  const vpc = await readAddressSpace(cloud, {
    cluster: found.cluster,
    poolCidrs: cluster.poolCidrs,
    reserved: [
      ...(await inputs.readReserved(found.cluster.vpcId)),
      // Its own blocks are in the way of another one of its own.
      ...pool.vSwitches.map(({ cidrBlock }) => cidrBlock).filter((cidr) => !madeByUs.has(cidr)),
    ],
    marker,
  });
  const allocated = allocate(vpc, shape, earlier);
  demandQuotas({
    zones: pool.vSwitches.filter(({ cidrBlock }) => !madeByUs.has(cidrBlock)).length + allocated.added.length,
    nodes: shape.nodes.max,
    vSwitches: vpc.vSwitches,
    nodePools: found.nodePools,
    quota,
    marker,
  });
  const { nodePoolId } = nodePool;
  return assemble(inputs, {
    shape,
    vSwitches,
    ...allocated,
    conf,
    plugin: withoutVersion(plugin),
    nodePoolId,
    canary,
  });
}

interface Findings {
  shape: ResizeShape;
  vSwitches: SeenVSwitch[];
  added: ResizePlan['added'];
  insideLearned: string[];
  /** Of Terway. */
  conf: { text: string; maxPoolSize: number | undefined } | undefined;
  plugin: ResizePlan['plugin'];
  nodePoolId: string;
  canary: ResizePlan['canary'];
}

function assemble({ deps, pool, input, grants, earlier }: ResizeInputs, found: Findings): ResizePlan {
  const { shape, vSwitches, added } = found;
  const plain = vSwitches.map(({ zoneId, vSwitchId, cidrBlock }) => ({ zoneId, vSwitchId, cidrBlock }));
  const kept = plain.filter(({ vSwitchId }) => !shape.removed.includes(vSwitchId));
  const { conf } = found;
  const isSameConf = conf?.text === eniConf({ vSwitches: kept, maxPoolSize: shape.maxPoolSize });
  const isConfigChanged = conf !== undefined && (added.length > 0 || !isSameConf || earlier?.isConfigChanged === true);
  return {
    ...{ schemaVersion: 1, kind: 'resize-pool', installation: deps.settings.installation },
    ...{ poolId: pool.id, poolName: pool.name, clusterName: pool.clusterName, clusterId: pool.clusterId },
    ...{ regionId: pool.regionId, vpcId: pool.vpcId, configMapName: pool.configMapName, nodePoolId: found.nodePoolId },
    plugin: found.plugin,
    expectedPods: { from: pool.expectedPods, to: input.expectedPods },
    nodes: { from: pool.nodes, to: shape.nodes },
    podsPerZone: shape.podsPerZone,
    maxPoolSize: shape.maxPoolSize,
    maxPoolSizeBefore: earlier ? earlier.maxPoolSizeBefore : conf?.maxPoolSize,
    isConfigChanged,
    kept,
    added,
    insideLearned: found.insideLearned,
    removed: [...leavingNow(pool), ...plain.filter(({ vSwitchId }) => shape.removed.includes(vSwitchId))],
    grants: grants.map(({ id, instanceId, instanceName }) => ({ grantId: id, instanceId, instanceName })),
    canary: found.canary,
  };
}

/** What an earlier resize took out of Terway's list and did not delete: it goes with whatever comes next. */
function leavingNow({ vSwitches }: Pool): ResizePlan['removed'] {
  return vSwitches.flatMap(({ zoneId, vSwitchId, cidrBlock, stage }) =>
    isOut(stage) && vSwitchId !== undefined ? [{ zoneId, vSwitchId, cidrBlock }] : [],
  );
}

function isOut(stage: PoolVSwitch['stage']): boolean {
  return stage === 'leaving' || stage === 'left';
}

/** A block for each zone that needs one; those of an earlier plan stay, since they may be vSwitches by now. */
function allocate(
  { space }: VpcFindings,
  shape: ResizeShape,
  earlier: ResizePlan | undefined,
): Pick<ResizePlan, 'added' | 'insideLearned'> {
  const made = earlier?.added ?? [];
  const zones = [
    ...made.map(({ zoneId, cidrBlock }) => ({ zoneId, prefix: prefixOf(blockOf(cidrBlock)), kept: cidrBlock })),
    ...shape.added
      .filter(({ zoneId }) => !made.some((one) => one.zoneId === zoneId))
      .map(({ zoneId, prefix }) => ({ zoneId, prefix, kept: undefined })),
  ];
  const { cidrs, insideLearned } = allocateForZones(space, zones);
  const added = zones.map(({ zoneId }, index) => {
    const cidrBlock = cidrs[index] ?? '';
    return { zoneId, cidrBlock, usableAddresses: usableAddresses(prefixOf(blockOf(cidrBlock))) };
  });
  return { added, insideLearned };
}

/** A newer version of the same plugin is no other plan. */
function withoutVersion(plugin: NetworkPlugin): ResizePlan['plugin'] {
  const { version: _version, ...rest } = plugin;
  return rest;
}

function otherNetwork({ name, clusterName }: Pool, network: PoolNetwork): TerminalError {
  return new TerminalError({
    code: 'NETWORK_UNSUPPORTED',
    publicText: `Cluster ${clusterName} uses ${networkNames[network]} now, and pool ${name} was made for another network. Make another pool and move its workloads.`,
  });
}
