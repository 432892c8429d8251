import { growInterface } from './allocate.ts';
import { idleAddressesOf, interfacesOf, type TerwayNode } from './terway-node.ts';

/**
 * The pool's regular work: idle addresses above `max_pool_size` go back to the vSwitch, below `min_pool_size` new ones
 * come. An interface's own address cannot be given back while the interface lives, and a trunk never goes.
 */
export function syncPool(node: TerwayNode): void {
  if (node.config === undefined || !node.isRunning) return;
  trim(node, node.config.maxPoolSize);
  // A node's quota bounds the loop; a failure ends it until the next round.
  while (idleAddressesOf(node).length < node.config.minPoolSize) {
    if (growInterface(node).kind === 'failed') return;
  }
}

function trim(node: TerwayNode, maxPoolSize: number): void {
  let surplus = idleAddressesOf(node).length - maxPoolSize;
  for (const eni of interfacesOf(node)) {
    const idle = idleAddressesOf(node).filter((one) => one.networkInterfaceId === eni.networkInterfaceId);
    if (surplus <= 0) return;
    if (idle.length === eni.ipAddresses.length && idle.length <= surplus && eni.type !== 'Trunk') {
      node.machines.deleteNetworkInterface(eni.networkInterfaceId);
      surplus -= idle.length;
      continue;
    }
    const back = idle.filter((one) => !one.isPrimary).slice(0, surplus);
    if (back.length === 0) continue;
    const addresses = back.map((one) => one.ipAddress);
    node.machines.unassignIpAddresses(eni.networkInterfaceId, addresses);
    surplus -= back.length;
  }
}
