import { MachineError, type NetworkInterface } from '../../machines/machines.ts';
import { chooseVSwitch } from './choose-vswitch.ts';
import { idleAddressesOf, interfacesOf, type TerwayNode } from './terway-node.ts';

export type AllocationResult =
  | { kind: 'allocated'; ipAddress: string }
  | { kind: 'failed'; reason: 'AllocIPFailed' | 'CreateENIFailed'; message: string; isExhausted: boolean };

/** ECS codes that mean "no address left" (`pkg/aliyun/client/errors`); every other one is passed on. */
const EXHAUSTED = new Set(['InvalidVSwitchId.IpNotEnough', 'QuotaExceeded.PrivateIpAddress']);

/**
 * An address for a pod: an idle one of the node, else one more on the fullest interface, else a new interface. Only the
 * last looks at the configuration, so an old interface keeps giving addresses of its old vSwitch.
 */
export function allocate(node: TerwayNode, pod: { uid: string; name: string }): AllocationResult {
  const idle = idleAddressesOf(node)[0];
  if (idle !== undefined) return take(node, pod, idle);
  const grown = growInterface(node);
  if (grown.kind === 'failed') return grown;
  const fresh = idleAddressesOf(node)[0];
  if (fresh !== undefined) return take(node, pod, fresh);
  return { kind: 'failed', reason: 'AllocIPFailed', message: 'no eni can handle the allocation', isExhausted: false };
}

/** One more idle address on the node, for a pod or for the pool. */
export function growInterface(node: TerwayNode): AllocationResult {
  let lastFailure: AllocationResult | undefined;
  for (const eni of interfacesWithRoom(node)) {
    const result = assign(node, eni);
    if (result.kind === 'allocated') return result;
    lastFailure = result;
  }
  if (interfacesOf(node).length < node.machine.eniQuantity - 1) {
    const created = createInterface(node, 'Secondary');
    return created.kind === 'failed' && lastFailure !== undefined ? lastFailure : created;
  }
  if (lastFailure !== undefined) return lastFailure;
  return { kind: 'failed', reason: 'AllocIPFailed', message: 'no eni can handle the allocation', isExhausted: false };
}

export function createInterface(node: TerwayNode, type: 'Secondary' | 'Trunk'): AllocationResult {
  if (node.config === undefined) {
    const message = 'no eni can handle the allocation';
    return { kind: 'failed', reason: 'AllocIPFailed', message, isExhausted: false };
  }
  const choice =
    node.forcedVSwitchId === undefined
      ? chooseVSwitch({ config: node.config, machine: node.machine, counts: node.counts })
      : { kind: 'chosen' as const, vSwitchId: node.forcedVSwitchId };
  if (choice.kind === 'none') {
    return { kind: 'failed', reason: 'AllocIPFailed', message: choice.message, isExhausted: true };
  }
  try {
    const { instanceId } = node.machine;
    const { vSwitchId } = choice;
    const tags = { creator: 'terway' };
    const eni = node.machines.createNetworkInterface({ instanceId, vSwitchId, type, addressCount: 1, tags });
    return { kind: 'allocated', ipAddress: eni.ipAddresses[0] ?? '' };
  } catch (err) {
    if (isExhaustion(err)) node.counts.block(choice.vSwitchId);
    return failure(err, `Failed to create ENI type=${type} vsw=${choice.vSwitchId}: `);
  }
}

/** Terway fills the fullest interface first (`eni_selection_policy: most_ips`). */
function interfacesWithRoom(node: TerwayNode): NetworkInterface[] {
  const now = node.clock.now();
  return interfacesOf(node)
    .filter((eni) => eni.ipAddresses.length < node.machine.eniPrivateIpAddressQuantity)
    .filter((eni) => (node.inhibitedUntil.get(eni.networkInterfaceId) ?? 0) <= now)
    .sort((a, b) => b.ipAddresses.length - a.ipAddresses.length);
}

function assign(node: TerwayNode, eni: NetworkInterface): AllocationResult {
  try {
    const [ipAddress = ''] = node.machines.assignIpAddresses(eni.networkInterfaceId, 1);
    return { kind: 'allocated', ipAddress };
  } catch (err) {
    if (isExhaustion(err)) {
      node.counts.block(eni.vSwitchId);
      node.inhibitedUntil.set(eni.networkInterfaceId, node.clock.now() + 600_000 / node.clock.scale);
    }
    return failure(err, '');
  }
}

function isExhaustion(err: unknown): boolean {
  return err instanceof MachineError && EXHAUSTED.has(err.code);
}

function failure(err: unknown, prefix: string): AllocationResult {
  if (!(err instanceof MachineError)) throw err;
  const message = `${prefix}ErrorCode: ${err.code}, ${err.message}`;
  const reason = prefix === '' ? 'AllocIPFailed' : 'CreateENIFailed';
  return { kind: 'failed', reason, message, isExhausted: EXHAUSTED.has(err.code) };
}

function take(
  node: TerwayNode,
  pod: { uid: string; name: string },
  address: { ipAddress: string; networkInterfaceId: string },
): AllocationResult {
  const { ipAddress, networkInterfaceId } = address;
  node.allocations.set(pod.uid, { ipAddress, networkInterfaceId, podName: pod.name, isExclusive: false });
  return { kind: 'allocated', ipAddress };
}
