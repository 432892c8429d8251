import type { VSwitch } from '../../cloud/cloud.ts';
import { holdsAddress } from '../../domain/cidr.ts';
import { TerminalError } from '../../domain/errors.ts';
import { markerKeys, terwayConfigLabel } from '../../domain/markers.ts';
import { addressSeen, admitsWholeNodes } from '../../domain/pool-network.ts';
import type { Pod } from '../../kubernetes/kubernetes.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { CanaryFacts } from './canary-facts.ts';
import { cloudOf, kubernetesOf, type PoolTarget } from './pool-target.ts';

export interface CanaryToProve {
  target: PoolTarget;
  /** The vSwitches of the pool in the canary's zone. */
  inZone: PoolTarget['vSwitches'];
  pod: Pod;
}

/**
 * What the canary proved: the address that databases see of it is one of the pool's, whatever its container did
 * afterwards. Where pods leave with their node's address, the node's own interface has to be in that vSwitch. Else an
 * error that says what was seen.
 */
export async function proveCanary(deps: WorkflowDeps, canary: CanaryToProve): Promise<CanaryFacts | TerminalError> {
  const { target, inZone, pod } = canary;
  const cloud = cloudOf(deps, target.clusterName);
  const read = await Promise.all(inZone.map(({ vSwitchId }) => cloud.vpc.readVSwitch(vSwitchId)));
  const address = addressSeen(target.plugin, pod) ?? '';
  const vSwitch = read.find((one) => one && holdsAddress(one.cidrBlock, address));
  const isProven = vSwitch && (!admitsWholeNodes(target.plugin) || (await isNodeIn(deps, canary, vSwitch)));
  if (!isProven) return outside(canary, address);
  const { podIp = '', nodeName = '' } = pod;
  return {
    podIp,
    ...(admitsWholeNodes(target.plugin) ? { nodeIp: address } : {}),
    nodeName,
    cidrBlock: vSwitch.cidrBlock,
    freeAddresses: vSwitch.availableIpAddressCount,
  };
}

/** Whether the cloud says of the canary's node what the cluster says: this address, on an interface in this vSwitch. */
async function isNodeIn(deps: WorkflowDeps, { target, pod }: CanaryToProve, { vSwitchId }: VSwitch): Promise<boolean> {
  const nodes = await kubernetesOf(deps, target.clusterName).listNodes(`${markerKeys.pool}=${target.marker.poolId}`);
  const node = nodes.find(({ name }) => name === pod.nodeName);
  if (!node) return false;
  const { ecs } = cloudOf(deps, target.clusterName);
  const interfaces = await ecs.listNetworkInterfaces({ instanceId: node.instanceId }, 'fresh');
  return interfaces.some(
    (one) => one.type === 'Primary' && one.vSwitchId === vSwitchId && one.ipAddresses.includes(pod.nodeIp ?? ''),
  );
}

function outside({ target, inZone, pod }: CanaryToProve, address: string): TerminalError {
  const cidrs = inZone.map(({ cidrBlock }) => cidrBlock).join(', ');
  const [zoneId, nodeName] = [inZone[0]?.zoneId, pod.nodeName ?? '?'];
  const publicText = admitsWholeNodes(target.plugin)
    ? `The canary pod in ${zoneId} leaves with the address of node ${nodeName}, ${address || 'unknown'}, and that is no address of an interface of the node in ${cidrs}. Most likely the node was put into the pool by hand. Replace the node and retry, or roll back.`
    : `The canary pod in ${zoneId} got ${address} on node ${nodeName}, which is outside ${cidrs}. ` +
      `Most likely Terway on that node fell back to another vSwitch: it started before ConfigMap ${target.configMapName}, the node lacks the label ${terwayConfigLabel}, or a PodNetworking took the pod. ` +
      'Roll back, or replace the node and retry.';
  return new TerminalError({ code: 'CANARY_OUTSIDE', publicText });
}
