import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import type { KubernetesClusterSeed } from '../../../emulators/kubernetes/cluster.ts';
import type { ClusterHandle } from '../../../emulators/kubernetes/cluster-handle.ts';
import { type KubernetesEmulator, startKubernetesEmulator } from '../../../emulators/kubernetes/kubernetes.ts';
import { configMaps, nodes, pods } from '../../../emulators/kubernetes/resources.ts';
import type { KubeNode, Pod, PodSpec } from '../../../emulators/kubernetes/workload-manifests.ts';
import type { Machine } from '../../../emulators/machines/machines.ts';
import { until } from '../../support/until.ts';
import { createMemoryMachines, type MemoryMachines } from './memory-machines.ts';

export const POOL_TAINT = { key: 'egress-pool', value: 'payments', effect: 'NoSchedule' };
const SCALE = 500;

/** One emulated cluster on a small cloud with a default and a pool vSwitch in each of two zones. */
export interface World {
  emulator: KubernetesEmulator;
  cluster: ClusterHandle;
  machines: MemoryMachines;
  close(): Promise<void>;
}

export async function createWorld(seed: Partial<KubernetesClusterSeed> = {}): Promise<World> {
  const machines = createMemoryMachines();
  machines.addVSwitch({ id: 'vsw-node-h', zone: 'cn-beijing-h', cidr: '10.0.1.0/24' });
  machines.addVSwitch({ id: 'vsw-node-i', zone: 'cn-beijing-i', cidr: '10.0.2.0/24' });
  machines.addVSwitch({ id: 'vsw-default-h', zone: 'cn-beijing-h', cidr: '10.1.1.0/24' });
  machines.addVSwitch({ id: 'vsw-default-i', zone: 'cn-beijing-i', cidr: '10.1.2.0/24' });
  machines.addVSwitch({ id: 'vsw-pool-h', zone: 'cn-beijing-h', cidr: '10.2.1.0/24' });
  machines.addVSwitch({ id: 'vsw-pool-i', zone: 'cn-beijing-i', cidr: '10.2.2.0/24' });
  const vswitches = { 'cn-beijing-h': ['vsw-default-h'], 'cn-beijing-i': ['vsw-default-i'] };
  const clock = createEmulatorClock(SCALE);
  const emulator = await startKubernetesEmulator({
    clock,
    machines,
    clusters: [
      { clusterId: 'c1', name: 'prod', network: 'terway', token: 'secret-1', eniConfig: { vswitches }, ...seed },
    ],
  });
  return {
    emulator,
    cluster: emulator.cluster('c1'),
    machines,
    close: async () => {
      clock.stop();
      await emulator.close();
    },
  };
}

let machineCount = 0;

export function poolMachine(over: Partial<Machine> = {}): Machine {
  machineCount += 1;
  const zoneId = over.zoneId ?? 'cn-beijing-h';
  const zone = zoneId.slice(-1);
  return {
    instanceId: `i-${machineCount}`,
    clusterId: 'c1',
    nodePoolId: 'np-1',
    vpcId: 'vpc-1',
    zoneId,
    instanceType: 'ecs.g7.xlarge',
    eniQuantity: 4,
    eniPrivateIpAddressQuantity: 15,
    primaryVSwitchId: `vsw-node-${zone}`,
    primaryIpAddress: `10.0.${zone === 'h' ? 1 : 2}.${machineCount}`,
    labels: { 'terway-config': 'eni-config-payments' },
    taints: [POOL_TAINT],
    ...over,
  };
}

export function putConfigMap(world: World, o: { name?: string; data: Record<string, string> }): void {
  const metadata = { name: o.name ?? 'eni-config-payments', namespace: 'kube-system' };
  world.cluster.put(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: o.data });
}

export function poolConfig(vswitches: Record<string, string[]>, more: object = {}): Record<string, string> {
  return { eni_conf: JSON.stringify({ vswitches, ...more }) };
}

export function podOnPool(name: string, spec: Partial<PodSpec> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'app', image: 'example/app:1' }],
      tolerations: [{ key: 'egress-pool', operator: 'Exists' }],
      ...spec,
    },
    status: { phase: 'Pending' },
  };
}

export async function readyNode(world: World, machine: Machine): Promise<KubeNode> {
  return until(() => {
    const name = world.machines.reports.get(machine.instanceId)?.name ?? '';
    const node = world.cluster.get(nodes, { name });
    const isReady = node?.status.conditions.some((one) => one.type === 'Ready' && one.status === 'True');
    return isReady === true ? node : undefined;
  });
}

export async function podAddress(world: World, name: string, namespace = 'default'): Promise<string> {
  return until(() => world.cluster.get(pods, { namespace, name })?.status.podIP);
}

/** The log collector's address: the first pod on a node that takes one out of Terway's hands. */
export async function collectorAddress(world: World, node: KubeNode): Promise<string> {
  return until(() => {
    const all = world.cluster.list(pods, 'kube-system').filter((pod) => pod.spec.nodeName === node.metadata.name);
    return all.find((pod) => pod.metadata.labels?.app === 'loongcollector-ds')?.status.podIP;
  });
}
