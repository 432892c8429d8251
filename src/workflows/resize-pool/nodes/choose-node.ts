import type { Cloud } from '../../../cloud/cloud.ts';
import { chooseNode, type PoolNode, whyStale } from '../../../domain/choose-node.ts';
import { markerKeys } from '../../../domain/markers.ts';
import type { ResizePlan } from '../../../domain/resize-plan.ts';
import type { Node } from '../../../kubernetes/kubernetes.ts';
import { again } from '../../grant-steps/rounds.ts';
import { cloudOf, kubernetesOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, waiting } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { addedVSwitches, resizePlanOf } from '../target.ts';

/** Says which node has to go next and why, or that none has to; nothing is changed by it. */
export function chooseNodeStep(deps: WorkflowDeps, request: { name: string; needs: string[] }): Step {
  return {
    name: request.name,
    title: 'Nodes that have to go',
    needs: request.needs,
    leadsOn: true,
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      const cloud = cloudOf(deps, plan.clusterName);
      const pool = await cloud.ack.readNodePool({ clusterId: plan.clusterId, nodePoolId: plan.nodePoolId }, 'fresh');
      const found = await kubernetesOf(deps, plan.clusterName).listNodes(`${markerKeys.pool}=${plan.poolId}`);
      if (!pool || found.length < pool.counts.healthy) return waiting('the nodes to register', context.startedAtMs);
      const nodes = await poolNodes(cloud, context, { plan, found });
      const isAuto = plan.nodes.to.max > plan.nodes.to.min;
      // Where ACK scales by itself it brings a node for pods without one, and takes out what is not needed.
      const choice = chooseNode(nodes, isAuto ? Math.max(nodes.length, plan.nodes.to.min) : plan.nodes.to.min);
      if (!choice) return done({ outcome: 'none' });
      const { name: nodeName, instanceId, zoneId } = choice.node;
      return done({
        ...{ outcome: again, nodeName, instanceId, zoneId, why: choice.why },
        needsRoom: choice.needsRoom && !isAuto,
      });
    },
  };
}

async function poolNodes(
  cloud: Cloud,
  context: StepContext,
  { plan, found }: { plan: ResizePlan; found: Node[] },
): Promise<PoolNode[]> {
  const added = addedVSwitches(plan, context.facts).map(({ vSwitchId }) => vSwitchId);
  const leaving = plan.removed.map(({ vSwitchId }) => vSwitchId);
  const stale =
    added.length + leaving.length > 0 ? await staleNodes(cloud, found, { plan, added, leaving }) : new Map();
  return found
    .map(({ name, instanceId, zoneId, createdAtMs }) => {
      return { name, instanceId, zoneId, createdAtMs, stale: stale.get(name) };
    })
    .toSorted((left, right) => left.createdAtMs - right.createdAtMs || (left.name < right.name ? -1 : 1));
}

async function staleNodes(
  cloud: Cloud,
  found: Node[],
  { plan, added, leaving }: { plan: ResizePlan; added: string[]; leaving: string[] },
): Promise<Map<string, string | undefined>> {
  const typeOf = (node: Node) => node.labels['node.kubernetes.io/instance-type'] ?? '';
  const [types, vSwitches] = await Promise.all([
    cloud.ecs.listInstanceTypes([...new Set(found.map(typeOf))].filter((id) => id !== '')),
    cloud.vpc.listVSwitches(plan.vpcId, 'fresh'),
  ]);
  const freeIn = (id: string) => vSwitches.find((one) => one.vSwitchId === id)?.availableIpAddressCount ?? 0;
  const perNode = found.map(async (node) => {
    const type = types.find(({ instanceTypeId }) => instanceTypeId === typeOf(node));
    const interfaces = await cloud.ecs.listNetworkInterfaces({ instanceId: node.instanceId }, 'fresh');
    const secondary = interfaces
      .filter(({ type: kind }) => kind !== 'Primary')
      .map(({ vSwitchId, ipAddresses }) => ({ vSwitchId, addresses: ipAddresses.length }));
    const limits = {
      // A type that nobody knows any more is taken to have room for another interface.
      mostSecondary: type ? type.eniQuantity - 1 : Number.POSITIVE_INFINITY,
      addressesPerInterface: type?.eniPrivateIpAddressQuantity ?? Number.POSITIVE_INFINITY,
    };
    return [node.name, whyStale({ secondary, ...limits }, { added, leaving, freeIn })] as const;
  });
  return new Map(await Promise.all(perNode));
}
