import type { Machine } from '../../machines/machines.ts';
import { reportNode } from '../cs/report-node.ts';
import type { World } from '../world.ts';
import type { Instance } from './state.ts';

/** Lets the kubelet of a running instance register: tells those who watch its cluster. */
export function announce(world: World, instance: Instance): void {
  instance.isAnnounced = true;
  tell(world, instance, 'started');
  if (!world.settings.autoReady) return;
  world.clock.after(world.settings.delays.autoReadyMs, () => {
    reportNode(world, instance.instanceId, { name: nodeName(instance), ready: true });
  });
}

export function tell(world: World, instance: Instance, event: 'started' | 'released' | 'changed'): void {
  if (!instance.isAnnounced) return;
  for (const watcher of world.machineWatchers) {
    if (watcher.clusterId === instance.clusterId) watcher.events[event](machineOf(world, instance));
  }
}

/** The node's name as ACK makes it by default: region and address. */
export function nodeName(instance: Instance): string {
  return `${instance.regionId}.${instance.primaryIpAddress}`;
}

export function machineOf(world: World, instance: Instance): Machine {
  const type = world.ecs.instanceTypes.get(instance.instanceType);
  return {
    instanceId: instance.instanceId,
    clusterId: instance.clusterId,
    nodePoolId: instance.nodePoolId,
    vpcId: instance.vpcId,
    zoneId: instance.zoneId,
    instanceType: instance.instanceType,
    eniQuantity: type?.eniQuantity ?? 0,
    eniPrivateIpAddressQuantity: type?.eniPrivateIpAddressQuantity ?? 0,
    primaryVSwitchId: instance.vSwitchId,
    primaryIpAddress: instance.primaryIpAddress,
    labels: { ...instance.labels },
    taints: instance.taints.map((taint) => ({ ...taint })),
  };
}
