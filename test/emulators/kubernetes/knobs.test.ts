import { CoreV1Api, EventsV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { afterEach, expect, test } from 'vitest';
import { configMaps, events, nodes, pods } from '../../../emulators/kubernetes/resources.ts';
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

function control(method: string, path: string, body?: unknown): Promise<Response> {
  const base = new URL(world.emulator.url('c1')).origin;
  return fetch(`${base}/_emulator/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

function client(text = world.emulator.kubeconfig()): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(text);
  return config;
}

test('an interface can be put into a wrong vSwitch', async () => {
  world = await createWorld();
  world.emulator.settings.wrongInterfaceVSwitch = { 'np-1': 'vsw-default-h' };
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
  const machine = poolMachine();
  world.machines.start(machine);

  expect(await collectorAddress(world, await readyNode(world, machine))).toMatch(/^10\.1\.1\./);
});

test('nodes can lack a label that their node pool has, and then get the default addresses', async () => {
  world = await createWorld();
  world.emulator.settings.missingNodeLabels = ['terway-config'];
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);

  expect(node.metadata.labels).not.toHaveProperty('terway-config');
  expect(await collectorAddress(world, node)).toMatch(/^10\.1\.1\./);
});

test('Terway can be made to crash until the knob is taken back', async () => {
  world = await createWorld();
  await control('POST', 'settings', { terwayCrashLoop: ['*'] });
  const machine = poolMachine();
  world.machines.start(machine);
  await until(() => JSON.stringify(world.cluster.list(pods)).includes('CrashLoopBackOff'));

  await control('POST', 'settings', { terwayCrashLoop: [] });

  await readyNode(world, machine);
});

test('faults and the journal are reached over HTTP, without a token', async () => {
  world = await createWorld();
  await control('POST', 'faults', {
    call: 'list nodes',
    when: 'before',
    answer: { kind: 'error', status: 500, code: 'InternalError' },
  });
  const core = client().makeApiClient(CoreV1Api);

  await expect(core.listNode()).rejects.toMatchObject({ code: 500 });
  await core.listNode();

  const journal: unknown = await (await control('GET', 'journal')).json();
  expect(journal).toMatchObject([
    { call: 'list nodes', status: 500, clusterId: 'c1' },
    { call: 'list nodes', status: 200 },
  ]);
});

test('an issued token works until it is revoked', async () => {
  world = await createWorld();
  const token = world.cluster.issueToken(100_000_000);
  const core = client(world.emulator.kubeconfig({ clusterId: 'c1', token })).makeApiClient(CoreV1Api);
  await core.listNamespace();

  world.cluster.revokeToken(token);

  await expect(core.listNamespace()).rejects.toMatchObject({ code: 401 });
});

test('an informer follows a resource and lists again after a 410', async () => {
  world = await createWorld();
  const config = client();
  const core = config.makeApiClient(CoreV1Api);
  const seen = new Set<string>();
  const path = '/api/v1/namespaces/default/configmaps';
  const informer = makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace: 'default' }));
  informer.on('add', (object) => seen.add(object.metadata?.name ?? ''));
  informer.on('error', () => {});
  const put = (name: string) =>
    world.cluster.put(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });
  await informer.start();
  put('a');
  await until(() => seen.has('a'));

  world.cluster.expireWatches();
  put('b');

  await until(() => seen.has('b'));
  await informer.stop();
});

test('a watch ends at its timeout', async () => {
  world = await createWorld();
  const response = await fetch(`${world.emulator.url('c1')}/api/v1/nodes?watch=true&timeoutSeconds=5`, {
    headers: { authorization: 'Bearer secret-1' },
  });

  expect(await response.text()).toBe('');
});

test('a watch sends bookmarks when it is asked to', async () => {
  world = await createWorld();
  const query = 'watch=true&allowWatchBookmarks=true&timeoutSeconds=90';
  const response = await fetch(`${world.emulator.url('c1')}/api/v1/nodes?${query}`, {
    headers: { authorization: 'Bearer secret-1' },
  });

  const lines = (await response.text()).trim().split('\n');

  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ type: 'BOOKMARK', object: { kind: 'Node' } });
});

test('a watch can be cut off, and a selector turns a change into ADDED and DELETED', async () => {
  world = await createWorld();
  const url = `${world.emulator.url('c1')}/api/v1/configmaps?watch=true&timeoutSeconds=60&labelSelector=pool%3Da`;
  const headers = { authorization: 'Bearer secret-1' };
  world.emulator.faults.add({ call: 'watch configmaps', when: 'before', answer: { kind: 'reset' } });
  await expect(fetch(url, { headers })).rejects.toThrow();
  const response = await fetch(url, { headers });
  const put = (labels: Record<string, string>) =>
    world.cluster.put(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', namespace: 'default', labels },
    });

  put({ pool: 'b' });
  put({ pool: 'a' });
  put({ pool: 'a', more: '1' });
  put({ pool: 'b' });

  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(lines).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
});

test('events are served by both of their APIs', async () => {
  world = await createWorld();
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  world.cluster.put(pods, podOnPool('a', { nodeName: node.metadata.name }));
  await podAddress(world, 'a');
  const fieldSelector = 'involvedObject.name=a';

  const core = await client().makeApiClient(CoreV1Api).listNamespacedEvent({ namespace: 'default', fieldSelector });
  const newer = await client().makeApiClient(EventsV1Api).listNamespacedEvent({ namespace: 'default' });

  expect(core.items.map((one) => one.reason)).toContain('AllocIPSucceed');
  expect(newer.items.some((one) => one.regarding?.name === 'a' && one.note?.startsWith('Alloc IP'))).toBe(true);
});

test('the same event again only raises its count', async () => {
  world = await createWorld();
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-bogus'] }) });
  world.machines.start(poolMachine());

  const found = await until(() =>
    world.cluster
      .list(events, 'kube-system')
      .find((one) => one.reason === 'FailedCreatePodSandBox' && Number(one.count) >= 3),
  );

  const same = world.cluster
    .list(events, 'kube-system')
    .filter((one) => one.message === found.message && one.reason === found.reason);
  expect(same).toHaveLength(1);
});

test('clusters are apart: objects, tokens and machines', async () => {
  world = await createWorld();
  world.machines.start(poolMachine({ clusterId: 'c2' }));
  const machine = poolMachine();
  world.machines.start(machine);
  await readyNode(world, machine);

  expect(world.cluster.list(nodes)).toHaveLength(1);
  expect(() => world.emulator.url('c2')).toThrow('unknown cluster c2');
});

test('in the centralised mode SufficientIP is judged again when the block of a full vSwitch is over', async () => {
  world = await createWorld({ ipamType: 'crd' });
  world.emulator.settings.delays.vSwitchCacheCrdMs = 60_000;
  putConfigMap(world, { data: poolConfig({ [H]: ['vsw-pool-h'] }) });
  const machine = poolMachine();
  world.machines.start(machine);
  const node = await readyNode(world, machine);
  await collectorAddress(world, node);
  const status = (): string | undefined =>
    world.cluster.get(nodes, { name: node.metadata.name })?.status.conditions.find((one) => one.type === 'SufficientIP')
      ?.status;
  world.machines.exhaust('vsw-pool-h', true);
  world.cluster.put(pods, podOnPool('late', { nodeName: node.metadata.name }));
  await until(() => status() === 'False');

  world.machines.exhaust('vsw-pool-h', false);
  await until(() => {
    world.cluster.syncPools();
    return status() === 'True';
  });
});
