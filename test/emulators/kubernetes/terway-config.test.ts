import { afterEach, describe, expect, test } from 'vitest';
import type { KubernetesClusterSeed } from '../../../emulators/kubernetes/cluster.ts';
import { configMaps, events, nodes, pods, terwayNodes } from '../../../emulators/kubernetes/resources.ts';
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
const I = 'cn-beijing-i';
const isPool = /^10\.2\./;
const isDefault = /^10\.1\./;
const isNode = /^10\.0\./;

async function startNode(seed: Partial<KubernetesClusterSeed>, data: Record<string, string> | undefined, zoneId = H) {
  world = await createWorld(seed);
  if (data !== undefined) putConfigMap(world, { data });
  const machine = poolMachine({ zoneId });
  world.machines.start(machine);
  return machine;
}

async function firstAddress(
  seed: Partial<KubernetesClusterSeed>,
  data: Record<string, string> | undefined,
  zoneId = H,
) {
  const machine = await startNode(seed, data, zoneId);
  return collectorAddress(world, await readyNode(world, machine));
}

function eventReasons(): string[] {
  const all = [...world.cluster.list(events, 'default'), ...world.cluster.list(events, 'kube-system')];
  return all.map((event) => String(event.reason));
}

async function waitForEvent(reason: string, message: RegExp): Promise<void> {
  await until(() =>
    [...world.cluster.list(events, 'default'), ...world.cluster.list(events, 'kube-system')].some(
      (event) => event.reason === reason && message.test(String(event.message)),
    ),
  );
}

function restartTerway(node: KubeNode): void {
  const all = world.cluster.list(pods, 'kube-system');
  const pod = all.find(
    (one) => one.spec.nodeName === node.metadata.name && one.metadata.labels?.app === 'terway-eniip',
  );
  if (pod !== undefined) world.cluster.delete(pods, pod.metadata);
}

describe.each([['default' as const], ['crd' as const]])('with ipam_type %s', (ipamType) => {
  test('pods of a labelled node get addresses of the pool', async () => {
    expect(await firstAddress({ ipamType }, poolConfig({ [H]: ['vsw-pool-h'] }))).toMatch(isPool);
  });

  test('a zone that the ConfigMap does not name silently keeps the default vSwitch', async () => {
    expect(await firstAddress({ ipamType }, poolConfig({ [H]: ['vsw-pool-h'] }), I)).toMatch(isDefault);
    expect(eventReasons()).not.toContain('ConfigError');
  });

  test.each([
    ['null', { [H]: null }],
    ['an empty list', { [H]: [] }],
  ])('a zone set to %s falls back to the vSwitch of the node itself', async (_what, vswitches) => {
    const data = { eni_conf: JSON.stringify({ vswitches }) };

    expect(await firstAddress({ ipamType }, data)).toMatch(isNode);
  });

  test('a ConfigMap without eni_conf is the default configuration', async () => {
    expect(await firstAddress({ ipamType }, { 'eni-conf': '{}' })).toMatch(isDefault);
  });

  test('a key in the wrong case is ignored', async () => {
    const data = { eni_conf: JSON.stringify({ vSwitches: { [H]: ['vsw-pool-h'] } }) };

    expect(await firstAddress({ ipamType }, data)).toMatch(isDefault);
  });

  test.each([
    ['no JSON', '{"vswitches":'],
    ['a bare string for a list', '{"vswitches":{"cn-beijing-h":"vsw-pool-h"}}'],
    ['a string for a number', '{"max_pool_size":"5"}'],
  ])('%s ends the daemon in a crash loop, and the node never gets ready', async (_what, text) => {
    const machine = await startNode({ ipamType }, { eni_conf: text });

    const pod = await until(() =>
      world.cluster
        .list(pods, 'kube-system')
        .find(
          (one) =>
            one.metadata.labels?.app === 'terway-eniip' && JSON.stringify(one.status).includes('CrashLoopBackOff'),
        ),
    );

    expect(JSON.stringify(pod.status.containerStatuses)).toContain('failed parse config');
    expect(world.machines.reports.get(machine.instanceId)?.ready).toBe(false);
  });

  test('a vSwitch of another zone gives no address', async () => {
    await startNode({ ipamType }, poolConfig({ [H]: ['vsw-pool-i'] }));

    await waitForEvent('AllocIPFailed', /no available vSwitch for zone cn-beijing-h, vswList \[vsw-pool-i\]/);
    await waitForEvent('FailedCreatePodSandBox', /failed to setup network for sandbox/);
  });

  test('a vSwitch that does not exist gives no address', async () => {
    await startNode({ ipamType }, poolConfig({ [H]: ['vsw-bogus'] }));

    await waitForEvent('AllocIPFailed', /InvalidVSwitchId.NotFound/);
  });

  test('a node without the label, or with a typo in it, gets the default configuration', async () => {
    world = await createWorld({ ipamType });
    putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
    const machine = poolMachine({ labels: { 'terway-conf': 'eni-config-payments' } });
    world.machines.start(machine);

    expect(await collectorAddress(world, await readyNode(world, machine))).toMatch(isDefault);
  });

  test('interfaces that are there are adopted whatever their vSwitch', async () => {
    world = await createWorld({ ipamType });
    putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
    const machine = poolMachine();
    const { instanceId } = machine;
    world.machines.createNetworkInterface({
      instanceId,
      vSwitchId: 'vsw-default-h',
      type: 'Secondary',
      addressCount: 1,
      tags: {},
    });
    world.machines.start(machine);
    const node = await readyNode(world, machine);
    world.cluster.put(pods, podOnPool('a', { nodeName: node.metadata.name }));

    expect(await collectorAddress(world, node)).toMatch(isDefault);
    expect(await podAddress(world, 'a')).toMatch(isDefault);
  });
});

describe('a missing ConfigMap', () => {
  test('is the default configuration in the node-local mode, without a word', async () => {
    expect(await firstAddress({ ipamType: 'default' }, undefined)).toMatch(isDefault);
    expect(eventReasons()).not.toContain('ConfigError');
  });

  test('gives no address and a ConfigError in the centralised mode, until it is there', async () => {
    const machine = await startNode({ ipamType: 'crd' }, undefined);
    const node = await readyNode(world, machine);
    await waitForEvent('ConfigError', /configmaps "eni-config-payments" not found/);
    expect(world.cluster.get(terwayNodes, { name: node.metadata.name })?.spec).not.toHaveProperty('eni');

    putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
    world.cluster.syncPools();

    expect(await collectorAddress(world, node)).toMatch(isPool);
  });
});

describe('an edit of the ConfigMap', () => {
  async function fillAndEdit(ipamType: 'default' | 'crd'): Promise<KubeNode> {
    const machine = await startNode({ ipamType }, undefined);
    putConfigMap(world, { data: poolConfig({ [H]: ['vsw-default-h'] }) });
    const node = await readyNode(world, machine);
    restartTerway(node);
    await until(
      () => world.cluster.list(pods, 'kube-system').filter((one) => one.status.phase === 'Running').length === 3,
    );
    putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
    return node;
  }

  /** One interface holds 15 addresses; the log collector has one. */
  async function fillFirstInterface(node: KubeNode): Promise<void> {
    for (let index = 0; index < 14; index += 1) {
      world.cluster.put(pods, podOnPool(`fill-${index}`, { nodeName: node.metadata.name }));
    }
    for (let index = 0; index < 14; index += 1) expect(await podAddress(world, `fill-${index}`)).toMatch(isDefault);
  }

  test('changes nothing for interfaces that are there, and in the node-local mode nothing at all until a restart', async () => {
    const node = await fillAndEdit('default');
    await fillFirstInterface(node);
    world.cluster.put(pods, podOnPool('before', { nodeName: node.metadata.name }));
    expect(await podAddress(world, 'before')).toMatch(isDefault);
    for (let index = 0; index < 14; index += 1) {
      world.cluster.put(pods, podOnPool(`more-${index}`, { nodeName: node.metadata.name }));
    }
    for (let index = 0; index < 14; index += 1) await podAddress(world, `more-${index}`);
    const old = world.cluster.list(pods, 'kube-system').find((one) => one.metadata.labels?.app === 'terway-eniip');
    restartTerway(node);
    await until(() =>
      world.cluster
        .list(pods, 'kube-system')
        .some(
          (one) =>
            one.metadata.labels?.app === 'terway-eniip' &&
            one.status.phase === 'Running' &&
            one.metadata.uid !== old?.metadata.uid,
        ),
    );

    world.cluster.put(pods, podOnPool('after', { nodeName: node.metadata.name }));

    expect(await podAddress(world, 'after')).toMatch(isPool);
  });

  test('reaches new interfaces in the centralised mode without a restart', async () => {
    const node = await fillAndEdit('crd');
    await fillFirstInterface(node);

    world.cluster.put(pods, podOnPool('after', { nodeName: node.metadata.name }));

    expect(await podAddress(world, 'after')).toMatch(isPool);
  });
});

test('the centralised mode keeps interfaces and pods in its node resource', async () => {
  const machine = await startNode({ ipamType: 'crd' }, poolConfig({ [H]: ['vsw-pool-h'] }));
  const node = await readyNode(world, machine);
  const address = await collectorAddress(world, node);

  const resource = await until(() => world.cluster.get(terwayNodes, { name: node.metadata.name }));

  expect(resource.spec).toMatchObject({ eni: { vSwitchOptions: ['vsw-pool-h'] } });
  const enis = Object.values(Object(Object(resource.status).networkInterfaces));
  expect(enis).toHaveLength(1);
  expect(enis[0]).toMatchObject({ vSwitchID: 'vsw-pool-h', ipv4: { [address]: { primary: true } } });
  expect(JSON.stringify(enis)).toContain('kube-system/loongcollector-ds-');
});

test('eni-config carries the mode, and a ConfigMap of the node does not change it', async () => {
  world = await createWorld({ ipamType: 'default' });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }, { ipam_type: 'crd' }) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  await collectorAddress(world, node);

  const config = world.cluster.get(configMaps, { namespace: 'kube-system', name: 'eni-config' });

  expect(config?.data?.eni_conf).not.toContain('crd');
  expect(world.cluster.get(terwayNodes, { name: node.metadata.name })).toBeUndefined();
  expect(world.cluster.get(nodes, { name: node.metadata.name })).toBeDefined();
});
