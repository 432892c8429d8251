import {
  ApiException,
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { until } from '../../support/until.ts';
import { createWorld, putConfigMap, type World } from './world.ts';

let world: World;
let config: KubeConfig;
let core: CoreV1Api;

beforeEach(async () => {
  world = await createWorld();
  config = new KubeConfig();
  config.loadFromString(world.emulator.kubeconfig());
  config.setCurrentContext('prod');
  core = config.makeApiClient(CoreV1Api);
});

afterEach(() => world.close());

const apply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
const namespace = 'kube-system';

function applyData(o: { manager: string; data: Record<string, string>; force?: boolean; name?: string }) {
  const name = o.name ?? 'eni-config-payments';
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: o.data };
  const request = { namespace, name, fieldManager: o.manager, body };
  return core.patchNamespacedConfigMap(o.force === undefined ? request : { ...request, force: o.force }, apply);
}

async function failure(promise: Promise<unknown>): Promise<{ code: number; reason: string; message: string }> {
  const err: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(err instanceof ApiException)) throw new Error(`expected an API error, got ${String(err)}`);
  // client-node drops the body of a 401.
  return { code: err.code, ...JSON.parse(String(err.body ?? '{}')) };
}

describe('server-side apply', () => {
  test('creates, owns its fields, and changes nothing when applied again', async () => {
    const created = await applyData({ manager: 'egress-pool', data: { eni_conf: '{}' } });

    const again = await applyData({ manager: 'egress-pool', data: { eni_conf: '{}' } });

    expect(again.metadata?.resourceVersion).toBe(created.metadata?.resourceVersion);
    expect(created.metadata?.managedFields?.[0]).toMatchObject({
      manager: 'egress-pool',
      operation: 'Apply',
      fieldsV1: { 'f:data': { 'f:eni_conf': {} } },
    });
  });

  test('refuses a field that another manager owns, and takes it by force', async () => {
    await applyData({ manager: 'egress-pool', data: { eni_conf: '{}' } });
    const metadata = { name: 'eni-config-payments', namespace };
    await core.replaceNamespacedConfigMap({
      namespace,
      name: metadata.name,
      body: { metadata, data: { eni_conf: '[]' } },
      fieldManager: 'kubectl-edit',
    });

    const refused = await failure(applyData({ manager: 'egress-pool', data: { eni_conf: '{}' } }));
    const forced = await applyData({ manager: 'egress-pool', data: { eni_conf: '{}' }, force: true });

    expect(refused).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.eni_conf',
    });
    expect(forced.data).toEqual({ eni_conf: '{}' });
    expect(forced.metadata?.managedFields?.map((one) => one.manager)).toEqual(['egress-pool']);
  });

  test('takes away what it applied before and leaves out now, and keeps what others own', async () => {
    await applyData({ manager: 'egress-pool', data: { a: '1', b: '2' } });
    await applyData({ manager: 'other', data: { c: '3' } });

    const result = await applyData({ manager: 'egress-pool', data: { a: '1' } });

    expect(result.data).toEqual({ a: '1', c: '3' });
  });

  test('needs a field manager', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };

    const refused = await failure(core.patchNamespacedConfigMap({ namespace, name: 'x', body }, apply));

    expect(refused).toMatchObject({ code: 422, reason: 'Invalid' });
  });
});

describe('reading', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c']) {
      const metadata = { name, namespace: 'default', labels: { pool: name, tier: name === 'c' ? 'cold' : 'hot' } };
      world.cluster.put(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    }
  });

  test.each([
    ['pool=a', ['a']],
    ['pool==b', ['b']],
    ['pool!=a,tier', ['b', 'c']],
    ['pool in (a,c)', ['a', 'c']],
    ['tier notin (cold)', ['a', 'b']],
    ['tier=hot,pool in (b, c)', ['b']],
    ['!tier', []],
  ])('lists by the label selector %s', async (labelSelector, expected) => {
    const list = await core.listNamespacedConfigMap({ namespace: 'default', labelSelector });

    expect(list.items.map((one) => one.metadata?.name)).toEqual(expected);
  });

  test('lists by a field selector and page by page', async () => {
    const one = await core.listNamespacedConfigMap({ namespace: 'default', fieldSelector: 'metadata.name=b' });
    const first = await core.listNamespacedConfigMap({ namespace: 'default', limit: 2 });
    const second = await core.listNamespacedConfigMap({
      namespace: 'default',
      limit: 2,
      _continue: first.metadata?._continue ?? '',
    });

    expect(one.items).toHaveLength(1);
    expect([...first.items, ...second.items].map((item) => item.metadata?.name)).toEqual(['a', 'b', 'c']);
    expect(second.metadata?._continue).toBeUndefined();
  });
});

test('watches through the path prefix: present objects, changes, and a 410 after compaction', async () => {
  const seen: string[] = [];
  const watch = new Watch(config);
  const path = '/api/v1/namespaces/kube-system/configmaps';
  const record = (type: string, object: { metadata?: { name?: string }; code?: number }): void => {
    seen.push(`${type} ${object.metadata?.name ?? object.code}`);
  };
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  const controller = await watch.watch(path, { resourceVersion: metadata?.resourceVersion }, record, () => {});

  putConfigMap(world, { data: { a: '1' } });
  putConfigMap(world, { data: { a: '2' } });
  world.cluster.delete(configMaps, { namespace, name: 'eni-config-payments' });
  await until(() => seen.length >= 3);
  world.cluster.expireWatches();
  await watch.watch(path, { resourceVersion: metadata?.resourceVersion }, record, () => {});
  await until(() => seen.length >= 4);
  controller.abort();

  expect(seen.map((one) => one.replace(/undefined$/, '410'))).toEqual([
    'ADDED eni-config-payments',
    'MODIFIED eni-config-payments',
    'DELETED eni-config-payments',
    'ERROR 410',
  ]);
});

describe('writing', () => {
  test('refuses an update from an old version', async () => {
    const body = { metadata: { name: 'x', namespace }, data: { a: '1' } };
    const created = await core.createNamespacedConfigMap({ namespace, body });
    await core.replaceNamespacedConfigMap({ namespace, name: 'x', body: { ...created, data: { a: '2' } } });

    const refused = await failure(core.replaceNamespacedConfigMap({ namespace, name: 'x', body: created }));

    expect(refused).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(refused.message).toContain('the object has been modified');
  });

  test('deletes only the object with the uid that is asked for', async () => {
    const body = { metadata: { name: 'x', namespace } };
    const created = await core.createNamespacedConfigMap({ namespace, body });
    const wrong = { preconditions: { uid: '11111111-1111-1111-1111-111111111111' } };

    const refused = await failure(core.deleteNamespacedConfigMap({ namespace, name: 'x', body: wrong }));
    await core.deleteNamespacedConfigMap({
      namespace,
      name: 'x',
      body: { preconditions: { uid: created.metadata?.uid ?? '' } },
    });

    expect(refused).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(world.cluster.get(configMaps, { namespace, name: 'x' })).toBeUndefined();
  });

  test('stores nothing on a dry run', async () => {
    const body = { metadata: { name: 'x', namespace } };

    const answered = await core.createNamespacedConfigMap({ namespace, body, dryRun: 'All' });

    expect(answered.metadata?.name).toBe('x');
    expect(world.cluster.get(configMaps, { namespace, name: 'x' })).toBeUndefined();
  });

  test('merges by JSON patch, merge patch and strategic merge patch', async () => {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'x' }, data: { a: '1', b: '2' } } });
    const patch = (body: object, strategy: string) =>
      core.patchNamespacedConfigMap({ namespace, name: 'x', body }, setHeaderOptions('Content-Type', strategy));

    await patch([{ op: 'replace', path: '/data/a', value: '9' }], PatchStrategy.JsonPatch);
    await patch({ data: { b: null } }, PatchStrategy.MergePatch);
    const result = await patch({ data: { c: '3' } }, PatchStrategy.StrategicMergePatch);

    expect(result.data).toEqual({ a: '9', c: '3' });
    expect((await failure(patch({ data: {} }, PatchStrategy.JsonPatch))).code).toBe(400);
  });

  test.each([
    ['a bad name', { metadata: { name: 'Not_A_Name' } }, 422, 'Invalid'],
    ['a bad label value', { metadata: { name: 'x', labels: { a: 'no spaces' } } }, 422, 'Invalid'],
    ['a bad data key', { metadata: { name: 'x' }, data: { 'a b': '' } }, 422, 'Invalid'],
  ])('refuses %s', async (_what, body, code, reason) => {
    expect(await failure(core.createNamespacedConfigMap({ namespace, body }))).toMatchObject({ code, reason });
  });

  test('answers 404, AlreadyExists and a missing namespace as the API server does', async () => {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'x' } } });

    expect(await failure(core.readNamespacedConfigMap({ namespace, name: 'y' }))).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'configmaps "y" not found',
    });
    expect(
      await failure(core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'x' } } })),
    ).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
    expect(
      await failure(core.createNamespacedConfigMap({ namespace: 'nope', body: { metadata: { name: 'x' } } })),
    ).toMatchObject({
      message: 'namespaces "nope" not found',
    });
  });
});

describe('access', () => {
  test('refuses a wrong token', async () => {
    const stranger = new KubeConfig();
    stranger.loadFromString(world.emulator.kubeconfig().replaceAll('secret-1', 'other'));

    expect(await failure(stranger.makeApiClient(CoreV1Api).listNode())).toMatchObject({ code: 401 });
  });

  test('refuses what RBAC denies and says so in an access review', async () => {
    world.emulator.settings.denied.push({ verb: 'patch', resource: 'configmaps', namespace });
    const review = (verb: string) =>
      config.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes: { verb, resource: 'configmaps', namespace } } },
      });

    const refused = await failure(applyData({ manager: 'egress-pool', data: {} }));

    expect(refused).toMatchObject({ code: 403, reason: 'Forbidden' });
    expect(refused.message).toContain(
      'cannot patch resource "configmaps" in API group "" in the namespace "kube-system"',
    );
    expect((await review('patch')).status?.allowed).toBe(false);
    expect((await review('get')).status?.allowed).toBe(true);
  });
});

test('an apply that creates needs the right to create, one that changes does not', async () => {
  await applyData({ manager: 'egress-pool', data: { a: '1' } });
  world.emulator.settings.denied.push({ verb: 'create', resource: 'configmaps' });

  const refused = await failure(applyData({ manager: 'egress-pool', data: {}, name: 'other' }));
  const changed = await applyData({ manager: 'egress-pool', data: { a: '2' } });

  expect(refused).toMatchObject({ code: 403 });
  expect(changed.data).toEqual({ a: '2' });
});
