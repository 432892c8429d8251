import { afterEach, describe, expect, test } from 'vitest';
import { events, nodes, podEnis, podNetworkings, pods, terwayNodes } from '../../../emulators/kubernetes/resources.ts';
import type { KubeNode } from '../../../emulators/kubernetes/workload-manifests.ts';
import { until } from '../../support/until.ts';
import {
  collectorAddress,
  createWorld,
  podAddress,
  podOnPool,
  poolConfig,
  poolMachine,
  putConfigMap,
  readyNode,
  type World,
} from './world.ts';

let world: World;
afterEach(() => world.close());

const H = 'cn-beijing-h';

async function poolNode(o: { ipamType?: 'default' | 'crd'; config?: object; lists?: string[]; trunk?: boolean } = {}) {
  world = await createWorld({ ipamType: o.ipamType ?? 'default' });
  world.emulator.settings.trunk = o.trunk ?? false;
  putConfigMap(world, { data: poolConfig({ [H]: o.lists ?? ['vsw-pool-h'] }, o.config) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  await collectorAddress(world, node);
  return { machine, node };
}

function addresses(instanceId: string): string[] {
  return world.machines.networkInterfaces(instanceId).flatMap((eni) => eni.ipAddresses);
}

async function runPods(node: KubeNode, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    world.cluster.put(pods, podOnPool(`app-${index}`, { nodeName: node.metadata.name }));
  }
  for (let index = 0; index < count; index += 1) await podAddress(world, `app-${index}`);
}

function condition(name: string, type: string) {
  return world.cluster.get(nodes, { name })?.status.conditions.find((one) => one.type === type);
}

describe('the idle pool of a node', () => {
  test('keeps the address of a deleted pod and gives it to the next one', async () => {
    const { machine, node } = await poolNode();
    await runPods(node, 1);
    const first = await podAddress(world, 'app-0');
    const before = addresses(machine.instanceId);

    world.cluster.delete(pods, { namespace: 'default', name: 'app-0' });
    world.cluster.put(pods, podOnPool('next', { nodeName: node.metadata.name }));

    expect(await podAddress(world, 'next')).toBe(first);
    expect(addresses(machine.instanceId)).toEqual(before);
  });

  test('gives back what is above max_pool_size at the next sync, five by default', async () => {
    const { machine, node } = await poolNode();
    await runPods(node, 10);
    for (let index = 0; index < 10; index += 1)
      world.cluster.delete(pods, { namespace: 'default', name: `app-${index}` });

    world.cluster.syncPools();

    expect(addresses(machine.instanceId)).toHaveLength(6);
  });

  test('gives back everything it can with max_pool_size 0', async () => {
    const { machine, node } = await poolNode({ config: { max_pool_size: 0 } });
    await runPods(node, 10);
    for (let index = 0; index < 10; index += 1)
      world.cluster.delete(pods, { namespace: 'default', name: `app-${index}` });

    world.cluster.syncPools();

    expect(addresses(machine.instanceId)).toHaveLength(1);
  });

  test('is filled up to min_pool_size', async () => {
    const { machine } = await poolNode({ config: { min_pool_size: 3 } });

    world.cluster.syncPools();

    expect(addresses(machine.instanceId)).toHaveLength(4);
  });
});

describe.each([['default' as const], ['crd' as const]])('exhaustion with ipam_type %s', (ipamType) => {
  test('leaves pods without an address, with events and SufficientIP=False', async () => {
    const { node } = await poolNode({ ipamType });
    world.machines.exhaust('vsw-pool-h');
    world.cluster.put(pods, podOnPool('late', { nodeName: node.metadata.name }));

    const condition = await until(() =>
      world.cluster
        .get(nodes, { name: node.metadata.name })
        ?.status.conditions.find((one) => one.type === 'SufficientIP' && one.status === 'False'),
    );

    expect(condition.reason).toBe('InsufficientIP');
    const all = world.cluster
      .list(events, 'default')
      .filter((event) => String(event.message).includes('InvalidVSwitchId.IpNotEnough'));
    expect(all.map((event) => event.reason)).toEqual(
      expect.arrayContaining(['AllocIPFailed', 'FailedCreatePodSandBox']),
    );
    expect(world.cluster.get(pods, { namespace: 'default', name: 'late' })?.status).toMatchObject({ phase: 'Pending' });
    const about = all.map((event) => JSON.stringify(event.involvedObject));
    const nodeKind = ipamType === 'crd' ? 'network.alibabacloud.com/v1beta1' : '"apiVersion":"v1"';
    expect(about.some((text) => text.includes('"kind":"Node"') && text.includes(nodeKind))).toBe(true);
  });
});

test('SufficientIP gets True again after ten minutes in the node-local mode, although nothing is better', async () => {
  const { node } = await poolNode();
  world.emulator.settings.delays.sandboxRetryMs = 100_000_000;
  world.machines.exhaust('vsw-pool-h');
  world.cluster.put(pods, podOnPool('late', { nodeName: node.metadata.name }));
  await until(() => condition(node.metadata.name, 'SufficientIP')?.status === 'False');

  const after = await until(() => {
    const found = condition(node.metadata.name, 'SufficientIP');
    return found?.status === 'True' ? found : undefined;
  });

  expect(after.message).toContain('exhaustive period');
});

test('a full vSwitch is blocked, and the next one of the zone serves new interfaces', async () => {
  world = await createWorld();
  world.machines.addVSwitch({ id: 'vsw-pool-h2', zone: H, cidr: '10.3.1.0/24' });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h', 'vsw-pool-h2'] }) });
  world.machines.exhaust('vsw-pool-h');
  const machine = poolMachine();
  world.machines.start(machine);

  expect(await collectorAddress(world, await readyNode(world, machine))).toMatch(/^10\.3\.1\./);
});

describe('trunk', () => {
  test('pins an interface from the start, which never goes', async () => {
    const { machine, node } = await poolNode({ trunk: true, config: { max_pool_size: 0 } });
    world.cluster.syncPools();

    expect(world.machines.networkInterfaces(machine.instanceId).map((eni) => eni.type)).toEqual(['Trunk']);
    expect(world.cluster.get(nodes, { name: node.metadata.name })?.status.allocatable).toHaveProperty(
      'aliyun/member-eni',
    );
  });

  test('a Ready PodNetworking that matches wins over the ConfigMap', async () => {
    const { node } = await poolNode({ trunk: true });
    world.cluster.put(podNetworkings, {
      apiVersion: 'network.alibabacloud.com/v1beta1',
      kind: 'PodNetworking',
      metadata: { name: 'other' },
      spec: { selector: { podSelector: { matchLabels: { net: 'other' } } }, vSwitchOptions: ['vsw-default-h'] },
    });
    await until(() => world.cluster.get(podNetworkings, { name: 'other' })?.status?.status === 'Ready');
    const name = 'matched';
    const pod = podOnPool(name);
    pod.metadata.labels = { net: 'other' };
    const response = await fetch(`${world.emulator.url('c1')}/api/v1/namespaces/default/pods`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-1', 'content-type': 'application/json' },
      body: JSON.stringify({ ...pod, status: undefined }),
    });
    expect(response.status).toBe(201);

    expect(await podAddress(world, name)).toMatch(/^10\.1\.1\./);
    const stored = world.cluster.get(pods, { namespace: 'default', name });
    expect(stored?.metadata.annotations).toMatchObject({
      'k8s.aliyun.com/pod-eni': 'true',
      'k8s.aliyun.com/pod-networking': 'other',
    });
    expect(stored?.spec.nodeName).toBe(node.metadata.name);
    expect(world.cluster.list(podEnis)).toHaveLength(1);
  });
});

test('a released machine takes its node, its pods and its node resource with it', async () => {
  const { machine, node } = await poolNode({ ipamType: 'crd' });

  world.machines.release(machine);

  await until(() => world.cluster.get(nodes, { name: node.metadata.name }) === undefined);
  expect(world.cluster.list(pods).filter((pod) => pod.spec.nodeName === node.metadata.name)).toEqual([]);
  expect(world.cluster.get(terwayNodes, { name: node.metadata.name })).toBeUndefined();
});
