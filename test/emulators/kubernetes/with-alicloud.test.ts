import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AlicloudEmulator, startAlicloudEmulator } from '../../../emulators/alicloud/alicloud.ts';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import type { KubernetesClusterSeed } from '../../../emulators/kubernetes/cluster.ts';
import { type KubernetesEmulator, startKubernetesEmulator } from '../../../emulators/kubernetes/kubernetes.ts';
import { nodes, pods } from '../../../emulators/kubernetes/resources.ts';
import { until } from '../../support/until.ts';

let cloud: AlicloudEmulator;
let kubernetes: KubernetesEmulator;

const seed = demoSeed();

beforeEach(async () => {
  const clock = createEmulatorClock(500);
  cloud = await startAlicloudEmulator({ clock, seed });
  const clusters = seed.clusters.map((one): KubernetesClusterSeed => {
    const podVSwitches = seed.vSwitches.filter((vSwitch) => vSwitch.name.startsWith('pods-'));
    const vswitches = Object.fromEntries(podVSwitches.map((vSwitch) => [vSwitch.zoneId, [vSwitch.vSwitchId]]));
    return {
      clusterId: one.clusterId,
      name: one.name,
      network: one.network,
      token: 'secret',
      eniConfig: { vswitches },
    };
  });
  kubernetes = await startKubernetesEmulator({ clock, clusters, machines: cloud.machines });
});

afterEach(async () => {
  await kubernetes.close();
  await cloud.close();
});

test('the machines of every cluster get ready nodes, and their pods addresses that the cloud knows', async () => {
  for (const cluster of seed.clusters) {
    const handle = kubernetes.cluster(cluster.clusterId);
    await until(() => {
      const ready = handle
        .list(nodes)
        .filter((node) => node.status.conditions.some((one) => one.type === 'Ready' && one.status === 'True'));
      return ready.length === cluster.nodePool.nodes;
    });
    const running = await until(() => {
      const collectors = handle
        .list(pods, 'kube-system')
        .filter((pod) => pod.metadata.labels?.app === 'loongcollector-ds');
      return collectors.length === cluster.nodePool.nodes && collectors.every((pod) => pod.status.podIP !== undefined)
        ? collectors
        : undefined;
    });
    if (cluster.network === 'flannel') continue;
    const known = handle.list(nodes).flatMap((node) => {
      const instanceId = node.spec.providerID?.split('.').at(-1) ?? '';
      return cloud.machines.networkInterfaces(instanceId).filter((eni) => eni.type !== 'Primary');
    });
    expect(known.flatMap((eni) => eni.ipAddresses)).toEqual(
      expect.arrayContaining(running.map((pod) => pod.status.podIP)),
    );
    expect(known.every((eni) => eni.vSwitchId.startsWith('vsw-2zepods-'))).toBe(true);
  }
});
