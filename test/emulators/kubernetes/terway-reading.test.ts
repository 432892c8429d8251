import { afterEach, expect, test } from 'vitest';
import { events, nodes, pods, terwayNodes } from '../../../emulators/kubernetes/resources.ts';
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

/** A node that started without the label, got it later, and has no room left on its first interface. */
async function labelledLate(ipamType: 'default' | 'crd') {
  world = await createWorld({ ipamType });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
  const machine = poolMachine({ labels: {}, eniPrivateIpAddressQuantity: 2 });
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  await collectorAddress(world, node);
  world.machines.change({ ...machine, labels: { 'terway-config': 'eni-config-payments' } });
  world.cluster.put(pods, podOnPool('first', { nodeName: node.metadata.name }));
  await podAddress(world, 'first');
  world.cluster.put(pods, podOnPool('second', { nodeName: node.metadata.name }));
  return podAddress(world, 'second');
}

test('a label that comes after the start is not seen in the node-local mode', async () => {
  expect(await labelledLate('default')).toMatch(/^10\.1\./);
});

test('a label that comes after the start is seen at the next reconcile in the centralised mode', async () => {
  expect(await labelledLate('crd')).toMatch(/^10\.2\./);
});

test('a broken edit is a ConfigError in the centralised mode, and the last good configuration stays', async () => {
  world = await createWorld({ ipamType: 'crd' });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  await collectorAddress(world, node);

  putConfigMap(world, { data: { eni_conf: '{' } });
  world.cluster.syncPools();

  await until(() => world.cluster.list(events, 'default').some((event) => event.reason === 'ConfigError'));
  const resource = world.cluster.get(terwayNodes, { name: node.metadata.name });
  expect(resource?.spec).toMatchObject({ eni: { vSwitchOptions: ['vsw-pool-h'] } });
  expect(world.cluster.get(nodes, { name: node.metadata.name })?.status.conditions).toContainEqual(
    expect.objectContaining({ type: 'Ready', status: 'True' }),
  );
});

test('security groups of the node unite with the global ones, unless it sets the single one itself', async () => {
  world = await createWorld({
    ipamType: 'crd',
    eniConfig: { vswitches: { [H]: ['vsw-default-h'] }, security_group: 'sg-global' },
  });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }, { security_groups: ['sg-pool'] }) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  const groups = (): unknown => {
    const spec = world.cluster.get(terwayNodes, { name: node.metadata.name })?.spec;
    return Object(Object(spec).eni).securityGroupIDs;
  };
  expect(groups()).toEqual(['sg-global', 'sg-pool']);

  putConfigMap(world, {
    data: poolConfig({ [H]: ['vsw-pool-h'] }, { security_group: null, security_groups: ['sg-pool'] }),
  });
  world.cluster.syncPools();

  expect(groups()).toEqual(['sg-pool']);
});

test('of several vSwitches in a zone, ordered takes the one with the most free addresses', async () => {
  world = await createWorld();
  world.machines.addVSwitch({ id: 'vsw-pool-h2', zone: H, cidr: '10.3.1.0/24' });
  const filler = { instanceId: 'i-other', vSwitchId: 'vsw-pool-h', type: 'Secondary' as const, tags: {} };
  world.machines.createNetworkInterface({ ...filler, addressCount: 10 });
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h', 'vsw-pool-h2'] }) });
  const machine = poolMachine();
  world.machines.start(machine);

  expect(await collectorAddress(world, await readyNode(world, machine))).toMatch(/^10\.3\.1\./);
});

test('a pod that names a node past its own selector is rejected', async () => {
  world = await createWorld();
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);

  world.cluster.put(pods, podOnPool('odd', { nodeName: node.metadata.name, nodeSelector: { nope: 'nope' } }));

  const status = await until(() => {
    const found = world.cluster.get(pods, { namespace: 'default', name: 'odd' })?.status;
    return found?.phase === 'Failed' ? found : undefined;
  });
  expect(status.reason).toBe('NodeAffinity');
});
