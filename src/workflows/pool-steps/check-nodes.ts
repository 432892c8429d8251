import type { Cloud, NetworkInterface } from '../../cloud/cloud.ts';
import { TerminalError } from '../../domain/errors.ts';
import { markerKeys, missingTaints } from '../../domain/markers.ts';
import { admitsWholeNodes, poolSelector } from '../../domain/pool-network.ts';
import type { Kubernetes, Node } from '../../kubernetes/kubernetes.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { cloudOf, kubernetesOf, type PoolTarget } from './pool-target.ts';

/** Only what happened lately speaks about the node as it is now; events live about an hour. */
const eventAgeMs = 15 * 60_000;
const badEvents = new Set(['ConfigError', 'AllocIPFailed', 'CreateENIFailed', 'ResourceInvalid']);

/**
 * Looks at every node of the pool: Ready, label and taints there, in a zone of the pool, each network interface that
 * databases may see in a vSwitch of the pool, Terway's pod younger than the ConfigMap, no events that say otherwise.
 */
export function checkNodesStep(
  deps: WorkflowDeps,
  request: {
    name?: string;
    title?: string;
    needs: string[];
    target: (context: StepContext) => PoolTarget;
    /** This one and no other. */
    only?: { instanceId: string };
  },
): Step {
  const { name = 'nodes', title = 'Nodes checked', only } = request;
  return {
    ...{ name, title, needs: request.needs },
    deadlineMs: 15 * 60_000,
    async ensure(context) {
      const target = request.target(context);
      const kubernetes = kubernetesOf(deps, target.clusterName);
      const all = await kubernetes.listNodes(`${markerKeys.pool}=${target.marker.poolId}`);
      const nodes = only ? all.filter(({ instanceId }) => instanceId === only.instanceId) : all;
      const unready = nodes.filter(({ ready }) => !ready);
      if (nodes.length < target.nodes || unready.length > 0) {
        const missing = `${nodes.length - unready.length} of ${Math.max(target.nodes, nodes.length)} nodes are Ready`;
        return waiting(`nodes: ${missing}`, context.startedAtMs);
      }
      const look = { deps, target, context, kubernetes, cloud: cloudOf(deps, target.clusterName) };
      const findings = (await Promise.all(nodes.map((node) => checkNode(look, node)))).flat();
      const { plugin } = target;
      const early = plugin.network === 'terway' ? await checkTerwayAge({ ...look, ...plugin }, nodes) : [];
      if (early === 'not-yet') return waiting("Terway's pods on the nodes", context.startedAtMs);
      const problems = [...findings, ...early];
      if (problems.length > 0) throw nodesWrong(problems, only !== undefined);
      return done({ nodes: nodes.map(({ name, zoneId, internalIp }) => ({ name, zoneId, internalIp })) });
    },
  };
}

interface Look {
  target: PoolTarget;
  context: StepContext;
  kubernetes: Kubernetes;
  cloud: Cloud;
}

async function checkNode(look: Look, node: Node): Promise<string[]> {
  const { target, cloud } = look;
  const [interfaces, events] = await Promise.all([
    cloud.ecs.listNetworkInterfaces({ instanceId: node.instanceId }, 'fresh'),
    eventProblems(look, node),
  ]);
  return [
    ...(target.vSwitches.some(({ zoneId }) => zoneId === node.zoneId)
      ? []
      : [`node ${node.name} is in ${node.zoneId}, which is no zone of the pool`]),
    ...labelProblems(target, node),
    ...missingTaints(node.taints, target.marker.poolName).map(
      (effect) => `node ${node.name} lacks the taint egress-pool=${target.marker.poolName}:${effect}`,
    ),
    ...interfaceProblems(target, node, interfaces),
    ...events,
  ];
}

function labelProblems({ marker, plugin, configMapName }: PoolTarget, { name, labels }: Node): string[] {
  const { key, value } = poolSelector({ name: marker.poolName, configMapName, network: plugin.network });
  if (labels[key] === value) return [];
  const why = admitsWholeNodes(plugin)
    ? 'so no workload of the pool finds it'
    : "so Terway gives it the cluster's default network";
  return [`node ${name} lacks the label ${key}=${value}, ${why}`];
}

/** On Terway the primary interface carries no pods; on Flannel it is what databases see. */
function interfaceProblems(target: PoolTarget, node: Node, interfaces: NetworkInterface[]): string[] {
  const poolVSwitches = new Set(target.vSwitches.map(({ vSwitchId }) => vSwitchId));
  const isNodeBound = admitsWholeNodes(target.plugin);
  const whose = isNodeBound ? 'it can leave with' : 'its pods can get';
  const foreign = interfaces
    .filter(({ type, vSwitchId }) => (isNodeBound || type !== 'Primary') && !poolVSwitches.has(vSwitchId))
    .map(
      ({ networkInterfaceId, vSwitchId }) =>
        `node ${node.name} has network interface ${networkInterfaceId} in ${vSwitchId}, so ${whose} addresses outside the pool`,
    );
  const isKnown = interfaces.some(({ ipAddresses }) => ipAddresses.includes(node.internalIp));
  if (!isNodeBound || isKnown) return foreign;
  return [
    ...foreign,
    `node ${node.name} says that its address is ${node.internalIp}, and none of its interfaces has it`,
  ];
}

async function eventProblems({ kubernetes, context }: Look, node: Node): Promise<string[]> {
  const events = await kubernetes.listEvents({ kind: 'Node', name: node.name });
  return events
    .filter(({ reason, lastSeenMs }) => badEvents.has(reason) && context.clock.elapsed(lastSeenMs) < eventAgeMs)
    .slice(0, 1)
    .map(({ reason, message }) => `node ${node.name} reports ${reason}: ${message.slice(0, 160)}`);
}

/** Terway reads its configuration when it starts: a pod older than the ConfigMap may run with another network. */
async function checkTerwayAge(look: Look & { daemonSetName: string }, nodes: Node[]): Promise<string[] | 'not-yet'> {
  const { kubernetes, target } = look;
  const [configMap, pods] = await Promise.all([
    kubernetes.readConfigMap('kube-system', target.configMapName),
    kubernetes.listPods({ namespace: 'kube-system', labelSelector: `app=${look.daemonSetName}` }),
  ]);
  if (!configMap) {
    return [
      `ConfigMap kube-system/${target.configMapName} is gone: somebody deleted it, and a node that starts without it gets the cluster's default network`,
    ];
  }
  const terway = nodes.map((node) => ({ node, pod: pods.find(({ nodeName }) => nodeName === node.name) }));
  if (terway.some(({ pod }) => !pod)) return 'not-yet';
  return terway
    .filter(({ pod }) => (pod?.createdAtMs ?? 0) < configMap.createdAtMs)
    .map(({ node }) => `Terway on node ${node.name} started before ConfigMap ${target.configMapName}`);
}

function nodesWrong(problems: string[], mayBeAdmitted: boolean): TerminalError {
  const more = problems.length > 5 ? ` (and ${problems.length - 5} more)` : '';
  return new TerminalError({
    code: 'NODE_WRONG',
    publicText: `${problems.slice(0, 5).join('; ')}${more}.${mayBeAdmitted ? '' : ' Nothing is admitted anywhere yet.'} Remove or replace these nodes and retry, or roll back.`,
  });
}
