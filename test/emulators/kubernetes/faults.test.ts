import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { createWorld, type World } from './world.ts';

const namespace = 'default';
let world: World;
let core: CoreV1Api;

beforeEach(async () => {
  world = await createWorld();
  const config = new KubeConfig();
  config.loadFromString(world.emulator.kubeconfig());
  core = config.makeApiClient(CoreV1Api);
});

afterEach(() => world.close());

const create = (name: string) => core.createNamespacedConfigMap({ namespace, body: { metadata: { name } } });
const stored = (name: string) => world.cluster.get(configMaps, { namespace, name });

test('a lost answer leaves the effect, a fault before the call does not', async () => {
  const error = { kind: 'error' as const, status: 503, code: 'ServiceUnavailable' };
  world.emulator.faults.add({ call: 'create configmaps', when: 'after', answer: { kind: 'reset' } });
  world.emulator.faults.add({ call: 'create configmaps', when: 'before', skip: 1, answer: error });

  await expect(create('lost')).rejects.toThrow('fetch failed');
  await expect(create('never')).rejects.toMatchObject({ code: 503 });

  expect(stored('lost')).toBeDefined();
  expect(stored('never')).toBeUndefined();
  expect(world.emulator.journal.entries.map((one) => one.call)).toEqual(['create configmaps', 'create configmaps']);
});

test('garbage comes in place of the answer, after the effect', async () => {
  world.emulator.faults.add({ call: 'create configmaps', when: 'after', answer: { kind: 'garbage' } });

  await expect(create('x')).rejects.toThrow();

  expect(stored('x')).toBeDefined();
});

test('a throttled call says when to come back', async () => {
  const answer = { kind: 'error' as const, status: 429, code: 'TooManyRequests' };
  world.emulator.faults.add({ call: 'create configmaps', when: 'before', answer });

  await expect(create('x')).rejects.toMatchObject({ code: 429, headers: { 'retry-after': '1' } });
  await create('x');
});

test('a delayed call goes on, a hanging one has no answer', async () => {
  world.emulator.faults.add({ call: 'create configmaps', when: 'before', answer: { kind: 'delay', wallMs: 20 } });
  world.emulator.faults.add({ call: 'list configmaps', when: 'before', answer: { kind: 'hang' } });
  const headers = { authorization: 'Bearer secret-1' };
  const url = `${world.emulator.url('c1')}/api/v1/namespaces/default/configmaps`;

  await create('x');

  await expect(fetch(url, { headers, signal: AbortSignal.timeout(50) })).rejects.toThrow();
  expect(stored('x')).toBeDefined();
});

test('a silent cluster never answers, and a throttled one refuses everything until it is well again', async () => {
  const { settings } = world.emulator;
  const read = () => fetch(`${world.emulator.url('c1')}/readyz`, { signal: AbortSignal.timeout(300) });

  settings.silent = ['c1'];
  await expect(read()).rejects.toThrow('timeout');
  settings.silent = [];
  settings.throttled = ['c1'];
  expect((await read()).status).toBe(429);
  settings.throttled = [];

  expect((await read()).status).toBe(200);
});
