import type { Cloud, NodePool } from '../../cloud/cloud.ts';
import type { Instance } from '../../cloud/instance.ts';
import { type AdoptPlan, adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import { isMarked } from '../../domain/markers.ts';
import type { Operation } from '../../domain/operation.ts';
import { type Pool, zonesOf } from '../../domain/pool.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { whyNotAdoptable } from '../../domain/why-not-adoptable.ts';
import type { Kubernetes, Node } from '../../kubernetes/kubernetes.ts';
import { demandRights } from '../create-pool/preflight/check-rights.ts';
import { demandCanary } from '../create-pool/preflight/demand-canary.ts';
import { readCluster } from '../create-pool/preflight/read-cluster.ts';
import { podsToMove } from '../pool-steps/pods-to-move.ts';
import { cloudOf, clusterSettings, kubernetesOf } from '../pool-steps/pool-target.ts';
import { demandNodePool, readVSwitches } from '../resize-pool/read-pool.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { demandConfigMap } from './demand-config-map.ts';
import { adoptPlanIn, nodesAskedFor } from './plan-of.ts';

const nodePoolLabel = 'alibabacloud.com/nodepool-id';

/**
 * Looks at the pool and at the nodes; changes nothing. `refused` names each node that cannot come over, and why. One
 * that was taken out of its node pool by the same operation already stays as it was planned.
 */
export async function computeAdoptPlan(
  deps: WorkflowDeps,
  { pool, operation }: { pool: Pool; operation: Operation },
): Promise<{ plan: AdoptPlan; refused: string[] }> {
  if (admitsWholeNodes(pool)) throw onFlannel(pool);
  const { installation } = deps.settings;
  const [cloud, kubernetes] = [cloudOf(deps, pool.clusterName), kubernetesOf(deps, pool.clusterName)];
  const canary = await demandCanary(deps.settings, kubernetes);
  const [found, vSwitches, nodePool, nodes] = await Promise.all([
    readCluster({ cloud, kubernetes }, clusterSettings(deps, pool.clusterName)),
    readVSwitches(cloud, { pool, installation, vSwitches: pool.vSwitches.filter(({ stage }) => stage === undefined) }),
    demandNodePool(cloud, pool),
    kubernetes.listNodes(''),
    demandRights(kubernetes, deps.accessChecks(canary.namespace)),
  ]);
  if (found.plugin.network !== 'terway') throw onFlannel(pool);
  if (nodePool.autoScaling.enable) throw scalesByItself(pool);
  await demandConfigMap(kubernetes, { ...pool, installation, vSwitches });
  const looks = await lookAtNodes({ pool, operation, cloud, kubernetes, nodes, nodePools: found.nodePools });
  const plan: AdoptPlan = {
    ...{ schemaVersion: 1, kind: 'adopt-nodes', installation, poolId: pool.id, poolName: pool.name },
    ...{ clusterName: pool.clusterName, clusterId: pool.clusterId, configMapName: pool.configMapName },
    ...{ nodePoolId: nodePool.nodePoolId, terwayDaemonSet: found.plugin.daemonSetName, canary },
    vSwitches: vSwitches.map(({ zoneId, vSwitchId, cidrBlock }) => ({ zoneId, vSwitchId, cidrBlock })),
    nodes: looks.filter((look) => typeof look !== 'string'),
  };
  return { plan, refused: looks.filter((look) => typeof look === 'string') };
}

interface Look {
  pool: Pool;
  operation: Operation;
  cloud: Cloud;
  kubernetes: Kubernetes;
  nodes: Node[];
  nodePools: NodePool[];
}

async function lookAtNodes(look: Look): Promise<(NodeToAdopt | string)[]> {
  const { operation, cloud, nodes } = look;
  const asked = nodesAskedFor(operation);
  const earlier = adoptPlanIn(operation)?.nodes ?? [];
  const ids = nodes.flatMap(({ name, instanceId }) => (asked.includes(name) && instanceId !== '' ? [instanceId] : []));
  const machines = await cloud.ecs.listInstances(ids);
  return Promise.all(
    asked.map((nodeName) => {
      const planned = earlier.find((one) => one.nodeName === nodeName);
      return planned && isTakenOut(operation, planned) ? planned : lookAtNode(look, { nodeName, planned, machines });
    }),
  );
}

/** From then on it is no node of its node pool any more, or soon. */
function isTakenOut({ steps }: Operation, planned: NodeToAdopt): boolean {
  const { remove } = adoptSteps(planned);
  return steps.some(({ name, record }) => name === remove && record.intendedAtMs !== undefined);
}

async function lookAtNode(
  { pool, cloud, kubernetes, nodes, nodePools }: Look,
  given: { nodeName: string; planned: NodeToAdopt | undefined; machines: Instance[] },
): Promise<NodeToAdopt | string> {
  const { nodeName, planned } = given;
  const node = nodes.find(({ name }) => name === nodeName);
  const machine = given.machines.find(({ instanceId }) => instanceId === node?.instanceId);
  const named = nodePools.find(({ nodePoolId }) => nodePoolId === node?.labels[nodePoolLabel]);
  const source = node && named && (await holds(cloud, named, { clusterId: pool.clusterId, node })) ? named : undefined;
  const candidate = {
    ...{ node, machine },
    source: source && {
      name: source.name,
      isMarked: isMarked(source.tags) || isMarked(source.labels),
      scalesByItself: source.autoScaling.enable,
    },
  };
  const why = whyNotAdoptable(candidate, { poolId: pool.id, vpcId: pool.vpcId, zones: zonesOf(pool) });
  if (why !== undefined || !node || !machine || !source) return `${nodeName} ${why ?? 'is no node of the cluster'}`;
  return {
    ...{ nodeName, instanceId: machine.instanceId, zoneId: machine.zoneId },
    source: { nodePoolId: source.nodePoolId, name: source.name },
    wasCordoned: planned?.wasCordoned ?? node.unschedulable,
    pods: (await podsToMove(kubernetes, nodeName)).length,
  };
}

/** The label is the node's own word; what ACK can take it out of is ACK's. */
async function holds(
  { ack }: Cloud,
  { nodePoolId }: NodePool,
  { clusterId, node }: { clusterId: string; node: Node },
): Promise<boolean> {
  const members = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');
  return members.some(({ instanceId }) => instanceId === node.instanceId);
}

function onFlannel({ name }: Pool): TerminalError {
  return new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `Pool ${name} is on a Flannel cluster: its databases see the nodes themselves, and a machine keeps the address it has, which is none of the pool's. No node was touched. Let the pool grow by new nodes instead.`,
  });
}

function scalesByItself({ name }: Pool): TerminalError {
  return new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `The node pool of ${name} scales by itself, and ACK puts no machines that exist into such a one. No node was touched. Give it a fixed number of nodes first: /egress-pool resize ${name} --pods N --nodes N.`,
  });
}
