import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deployments, pods, replicaSets } from '../../../emulators/kubernetes/resources.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function call(method: string, path: string, o: { body?: unknown; type?: string } = {}) {
  const body = typeof o.body === 'string' ? o.body : JSON.stringify(o.body);
  const response = await fetch(`${world.emulator.url('c1')}${path}`, {
    method,
    headers: { authorization: 'Bearer secret-1', 'content-type': o.type ?? 'application/json' },
    ...(o.body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : text };
}

const APPLY = 'application/apply-patch+yaml';
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/web';

function deployment(containers: object[]) {
  const selector = { matchLabels: { app: 'web' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 0, selector, template: { metadata: { labels: { app: 'web' } }, spec: { containers } } },
  };
}

describe('lists with keys', () => {
  const app = { name: 'app', image: 'app:1' };
  const sidecar = { name: 'sidecar', image: 'sidecar:1' };

  test('are merged by server-side apply, item by item', async () => {
    await call('PATCH', `${DEPLOYMENT}?fieldManager=one`, { body: deployment([app]), type: APPLY });
    const other = { ...deployment([sidecar]), spec: { template: { spec: { containers: [sidecar] } } } };
    await call('PATCH', `${DEPLOYMENT}?fieldManager=two`, { body: other, type: APPLY });

    const both = world.cluster.get(deployments, { namespace: 'default', name: 'web' });
    const conflict = await call('PATCH', `${DEPLOYMENT}?fieldManager=three`, {
      body: { ...other, spec: { template: { spec: { containers: [{ ...app, image: 'app:2' }] } } } },
      type: APPLY,
    });
    const emptied = { ...other, spec: { template: { metadata: { labels: { app: 'web' } } } } };
    const left = await call('PATCH', `${DEPLOYMENT}?fieldManager=two`, { body: emptied, type: APPLY });

    expect(both?.spec.template.spec.containers).toEqual([app, sidecar]);
    expect(conflict.json.message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.template.spec.containers[name="app"].image',
    );
    expect(left.json.spec.template.spec.containers).toEqual([app]);
  });

  test('are merged by a strategic merge patch, and items can be deleted', async () => {
    await call('POST', '/apis/apps/v1/namespaces/default/deployments', { body: deployment([app, sidecar]) });
    const containers = [
      { name: 'app', image: 'app:2' },
      { name: 'sidecar', $patch: 'delete' },
    ];

    const patched = await call('PATCH', DEPLOYMENT, {
      body: { spec: { template: { spec: { containers } } } },
      type: 'application/strategic-merge-patch+json',
    });

    expect(patched.json.spec.template.spec.containers).toEqual([{ name: 'app', image: 'app:2' }]);
    expect(patched.json.metadata.generation).toBe(2);
  });
});

test('server-side apply takes YAML', async () => {
  const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  eni_conf: "{}"\n';

  const created = await call('PATCH', '/api/v1/namespaces/default/configmaps/x?fieldManager=me', { body, type: APPLY });

  expect(created).toMatchObject({ status: 201, json: { data: { eni_conf: '{}' } } });
});

test('two conflicts are listed under their managers', async () => {
  const path = '/api/v1/namespaces/default/configmaps/x';
  const of = (data: object) => ({
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data },
    type: APPLY,
  });
  await call('PATCH', `${path}?fieldManager=one`, of({ a: '1', b: '1' }));

  const refused = await call('PATCH', `${path}?fieldManager=two`, of({ a: '2', b: '2' }));

  expect(refused.json).toMatchObject({
    code: 409,
    message: 'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .data.b',
  });
  expect(refused.json.details.causes).toHaveLength(2);
});

test('the same value may be owned by two managers, and stays until both give it up', async () => {
  const path = '/api/v1/namespaces/default/configmaps/x';
  const of = (data: object) => ({
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data },
    type: APPLY,
  });
  await call('PATCH', `${path}?fieldManager=one`, of({ a: '1' }));
  await call('PATCH', `${path}?fieldManager=two`, of({ a: '1' }));

  const afterOne = await call('PATCH', `${path}?fieldManager=one`, of({}));
  const afterBoth = await call('PATCH', `${path}?fieldManager=two`, of({}));

  expect(afterOne.json.data).toEqual({ a: '1' });
  expect(afterBoth.json.data ?? {}).toEqual({});
});

test('a change of status through the object is ignored, through its subresource it is kept', async () => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { phase: 'one' } };
  const stored = { ...node, status: { conditions: [], addresses: [], allocatable: {}, capacity: {} } };
  await call('POST', '/api/v1/nodes', { body: node });
  const type = 'application/merge-patch+json';

  const plain = await call('PATCH', '/api/v1/nodes/n1', {
    body: { metadata: { labels: { a: 'b' } }, status: stored.status },
    type,
  });
  const status = await call('PATCH', '/api/v1/nodes/n1/status', { body: { status: stored.status }, type });

  expect(plain.json.status).toBeUndefined();
  expect(plain.json.metadata.labels).toEqual({ a: 'b' });
  expect(status.json.status).toEqual(stored.status);
});

test('names are made from generateName, finalizers hold an object back', async () => {
  const body = { metadata: { generateName: 'canary-', finalizers: ['egress-pool/hold'] } };
  const created = await call('POST', '/api/v1/namespaces/default/configmaps', { body });
  const { name } = created.json.metadata;
  const path = `/api/v1/namespaces/default/configmaps/${name}`;

  await call('DELETE', path);
  const held = await call('GET', path);
  await call('PATCH', path, { body: { metadata: { finalizers: null } }, type: 'application/merge-patch+json' });

  expect(name).toMatch(/^canary-[a-z0-9]{5}$/);
  expect(held.json.metadata).toHaveProperty('deletionTimestamp');
  expect((await call('GET', path)).status).toBe(404);
});

test('an immutable ConfigMap keeps its data', async () => {
  const path = '/api/v1/namespaces/default/configmaps';
  await call('POST', path, { body: { metadata: { name: 'x' }, data: { a: '1' }, immutable: true } });

  const refused = await call('PUT', `${path}/x`, {
    body: { metadata: { name: 'x' }, data: { a: '2' }, immutable: true },
  });

  expect(refused).toMatchObject({ status: 422, json: { reason: 'Invalid' } });
});

test('orphaned dependents stay, a collection of pods goes by its selector, a namespace takes all with it', async () => {
  await call('POST', '/apis/apps/v1/namespaces/default/deployments', {
    body: deployment([{ name: 'app', image: 'app:1' }]),
  });
  await until(() => world.cluster.list(replicaSets).length === 1);
  const pod = (name: string, app: string) => ({
    metadata: { name, labels: { app } },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  });
  for (const [name, app] of [
    ['p1', 'x'],
    ['p2', 'x'],
    ['p3', 'y'],
  ] as const) {
    await call('POST', '/api/v1/namespaces/default/pods', { body: pod(name, app) });
  }

  await call('DELETE', `${DEPLOYMENT}?propagationPolicy=Orphan`);
  await call('DELETE', '/api/v1/namespaces/default/pods?labelSelector=app%3Dx');

  expect(world.cluster.list(replicaSets)[0]?.metadata.ownerReferences).toBeUndefined();
  expect(world.cluster.list(pods, 'default').map((one) => one.metadata.name)).toEqual(['p3']);
  await call('DELETE', '/api/v1/namespaces/default');
  expect(world.cluster.list(pods, 'default')).toEqual([]);
});

test('says what it serves', async () => {
  const groups = await call('GET', '/apis');
  const core = await call('GET', '/api/v1');
  const version = await call('GET', '/version');
  const definitions = await call(
    'GET',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/podnetworkings.network.alibabacloud.com',
  );

  expect(groups.json.groups.map((one: { name: string }) => one.name)).toContain('network.alibabacloud.com');
  expect(core.json.resources.map((one: { name: string }) => one.name)).toEqual(
    expect.arrayContaining(['configmaps', 'pods/eviction']),
  );
  expect(version.json.gitVersion).toBe('v1.36.0-aliyun.1');
  expect(definitions.json.spec.names.kind).toBe('PodNetworking');
  expect((await call('GET', '/readyz')).json).toBe('ok');
  expect((await call('GET', '/apis/unknown.io/v1/things')).status).toBe(404);
});
