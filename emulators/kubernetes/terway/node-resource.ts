import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../manifest.ts';
import { terwayNodes } from '../resources.ts';
import { candidatesFor } from './choose-vswitch.ts';
import { interfacesOf, type TerwayNode } from './terway-node.ts';

/** Brings `nodes.network.alibabacloud.com/<node>` up to date; the centralised mode keeps its truth there. */
export function writeNodeResource(cluster: Cluster, node: TerwayNode): void {
  if (!node.isCentralised) return;
  const { store } = cluster;
  const spec = specOf(node);
  const status = {
    networkInterfaces: Object.fromEntries(
      interfacesOf(node).map((eni) => [eni.networkInterfaceId, interfaceStatus(node, eni)]),
    ),
  };
  const present = store.find(terwayNodes, { name: node.nodeName });
  if (present === undefined) {
    const metadata = { name: node.nodeName, generation: 1 };
    store.create(terwayNodes, { apiVersion: 'network.alibabacloud.com/v1beta1', kind: 'Node', metadata, spec, status });
    return;
  }
  store.update(terwayNodes, present.metadata, (draft) => {
    draft.spec = spec;
    draft.status = status;
  });
}

function specOf(node: TerwayNode): object {
  const { machine, config } = node;
  return {
    nodeMetadata: { instanceID: machine.instanceId, instanceType: machine.instanceType, zoneID: machine.zoneId },
    nodeCap: { adapters: machine.eniQuantity, ipv4PerAdapter: machine.eniPrivateIpAddressQuantity },
    ...(config === undefined
      ? {}
      : {
          eni: {
            vSwitchOptions: candidatesFor(config, machine),
            securityGroupIDs: config.securityGroups,
            vSwitchSelectPolicy: config.isOrdered ? 'ordered' : 'random',
          },
          pool: { maxPoolSize: config.maxPoolSize, minPoolSize: config.minPoolSize },
        }),
  };
}

function interfaceStatus(
  node: TerwayNode,
  eni: { networkInterfaceId: string; vSwitchId: string; type: string; ipAddresses: string[] },
): object {
  const byAddress = new Map([...node.allocations].map(([uid, one]) => [one.ipAddress, { uid, podName: one.podName }]));
  const ipv4 = eni.ipAddresses.map((ip, index) => {
    const owner = byAddress.get(ip);
    const pod = owner === undefined ? {} : { podID: owner.podName, podUID: owner.uid };
    return [ip, { ip, primary: index === 0, status: 'Valid', ...pod }];
  });
  const view = node.machines.vSwitch(eni.vSwitchId);
  return {
    id: eni.networkInterfaceId,
    vSwitchID: eni.vSwitchId,
    status: 'InUse',
    networkInterfaceType: eni.type,
    networkInterfaceTrafficMode: 'Standard',
    ipv4CIDR: view?.cidrBlock,
    ipv4: Object.fromEntries(ipv4),
    conditions: isInhibited(node, eni.networkInterfaceId)
      ? { InsufficientIP: { message: `${eni.vSwitchId} ip is not enough` } }
      : {},
  };
}

function isInhibited(node: TerwayNode, id: string): boolean {
  return (node.inhibitedUntil.get(id) ?? 0) > node.clock.now();
}

export function findNodeResource(cluster: Cluster, nodeName: string): KubeObject | undefined {
  return cluster.store.find(terwayNodes, { name: nodeName });
}
