import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admissionBindings, admissionPolicies, pods } from '../../../emulators/kubernetes/resources.ts';
import type { PodSpec } from '../../../emulators/kubernetes/workload-manifests.ts';
import { call, enforce, startWithNamespaces } from './admission-world.ts';
import { poolBinding, poolPolicy } from './pool-policy.ts';
import { podOnPool, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWithNamespaces();
});
afterEach(() => world.close());

function create(namespace: string, spec: Partial<PodSpec>, name = 'p') {
  const pod = podOnPool(name, { tolerations: [], ...spec });
  return call(world, 'POST', `/api/v1/namespaces/${namespace}/pods`, { ...pod, metadata: { name, namespace } });
}

const required = (key: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }],
  },
});
const preferred = (key: string) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 1, preference: { matchExpressions: [{ key, operator: 'Exists' }] } },
  ],
});

const naming: [string, Partial<PodSpec>][] = [
  ['a toleration with the key and value', { tolerations: [{ key: 'egress-pool', value: 'payments' }] }],
  ['a toleration with the key that exists', { tolerations: [{ key: 'egress-pool', operator: 'Exists' }] }],
  ['a node selector', { nodeSelector: { 'terway-config': 'eni-config-payments' } }],
  ['a required affinity', { affinity: { nodeAffinity: required('terway-config') } }],
  ['a preferred affinity', { affinity: { nodeAffinity: preferred('terway-config') } }],
  ['the name of a node', { nodeName: 'pool-node-1' }],
];

const harmless: [string, Partial<PodSpec>][] = [
  ['nothing', {}],
  ['a toleration without a key', { tolerations: [{ operator: 'Exists' }] }],
  ['another pool', { tolerations: [{ key: 'egress-pool', value: 'orders' }] }],
  ['another label', { nodeSelector: { team: 'x' }, affinity: { nodeAffinity: required('zone') } }],
];

describe('a policy in force', () => {
  test.each(naming)('denies a pod of another namespace that names the pool by %s', async (_what, spec) => {
    await enforce(world);

    expect(await create('default', spec)).toMatchObject({ status: 422, json: { reason: 'Invalid' } });
    expect(world.cluster.list(pods, 'default')).toEqual([]);
  });

  test.each(naming)('lets pods of its own namespaces and of kube-system use %s', async (_what, spec) => {
    await enforce(world);

    const answers = await Promise.all(['a', 'b', 'kube-system'].map((namespace) => create(namespace, spec)));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  test.each(harmless)('lets every pod have %s', async (_what, spec) => {
    await enforce(world);

    expect((await create('default', spec)).status).toBe(201);
  });

  test('answers with the words of the API server', async () => {
    await enforce(world);

    const { json } = await create('default', { nodeSelector: { 'terway-config': 'x' } });

    const message =
      "ValidatingAdmissionPolicy 'egress-pool-payments' with binding 'egress-pool-payments-binding' denied request: selects the nodes of egress pool payments";
    expect(json).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      code: 422,
      reason: 'Invalid',
      message: `pods "p" is forbidden: ${message}`,
      details: { name: 'p', kind: 'pods', causes: [{ message }] },
    });
  });

  test('judges updates and dry runs, and writes of subresources only where it says so', async () => {
    await create('default', {});
    await enforce(world);
    const at = '/api/v1/namespaces/default/pods/p';
    const tolerating = { spec: { tolerations: [{ key: 'egress-pool', operator: 'Exists' }] } };

    const updated = await call(world, 'PATCH', at, tolerating, 'application/merge-patch+json');
    const labelled = await call(
      world,
      'PATCH',
      at,
      { metadata: { labels: { x: 'y' } } },
      'application/merge-patch+json',
    );
    const status = await call(
      world,
      'PATCH',
      `${at}/status`,
      { status: { reason: 'x' } },
      'application/merge-patch+json',
    );
    const dry = await call(world, 'POST', '/api/v1/namespaces/default/pods?dryRun=All', {
      ...podOnPool('q'),
      metadata: { name: 'q', namespace: 'default' },
    });

    expect([updated.status, labelled.status, status.status, dry.status]).toEqual([422, 200, 200, 422]);
  });

  test('judges every update of a pod that is older than the policy, the loss of a finalizer included', async () => {
    const tolerations = [{ key: 'egress-pool', operator: 'Exists' }];
    const older = podOnPool('older', { tolerations });
    const finalizers = ['batch.kubernetes.io/job-tracking'];
    const object = { ...older, metadata: { ...older.metadata, finalizers } };
    await call(world, 'POST', '/api/v1/namespaces/default/pods', object);
    await enforce(world);

    const at = '/api/v1/namespaces/default/pods/older';
    const freed = await call(world, 'PATCH', at, { metadata: { finalizers: null } }, 'application/merge-patch+json');

    expect(freed.status).toBe(422);
  });

  test('can forbid evictions', async () => {
    await create('default', {});
    const rule = { apiGroups: [''], apiVersions: ['*'], operations: ['CREATE'], resources: ['pods/eviction'] };
    await enforce(world, {
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: 'false', messageExpression: "request.name + ' stays'", reason: 'Forbidden' }],
    });

    const evicted = await call(world, 'POST', '/api/v1/namespaces/default/pods/p/eviction', {});

    expect(evicted).toMatchObject({ status: 403, json: { reason: 'Forbidden' } });
    expect(evicted.json.message).toMatch(/ denied request: p stays$/);
  });

  test('covers what its selectors and exclusions leave', async () => {
    const match = poolPolicy().spec.matchConstraints;
    const exclude = {
      apiGroups: ['*'],
      apiVersions: ['*'],
      operations: ['*'],
      resources: ['*'],
      resourceNames: ['free'],
    };
    await enforce(world, {
      matchConstraints: {
        ...match,
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['egress-pool'] }],
        },
        excludeResourceRules: [exclude],
      },
      matchConditions: [],
      validations: [{ expression: 'false' }],
    });

    const [denied, excluded, exempt] = await Promise.all([
      create('default', {}),
      create('default', {}, 'free'),
      create('egress-pool', {}),
    ]);

    expect(denied.json.message).toMatch(/denied request: failed expression: false$/);
    expect([excluded.status, exempt.status]).toEqual([201, 201]);
  });

  test('takes a moment to come and to go', async () => {
    world.emulator.settings.delays.admissionPolicyMs = 60_000_000;
    world.cluster.put(admissionPolicies, poolPolicy());
    world.cluster.put(admissionBindings, poolBinding());
    const before = await create('default', { nodeName: 'pool-1' }, 'before');
    world.emulator.settings.delays.admissionPolicyMs = 0;
    world.cluster.put(admissionBindings, { ...poolBinding(), metadata: { name: 'other' } });
    const during = await create('default', { nodeName: 'pool-1' }, 'during');
    world.cluster.delete(admissionPolicies, { name: 'egress-pool-payments' });
    const after = await create('default', { nodeName: 'pool-1' }, 'after');

    expect([before.status, during.status, after.status]).toEqual([201, 422, 201]);
  });
});

describe('what a binding asks for', () => {
  test('is nothing without a binding, a header for Warn, and nothing that shows for Audit', async () => {
    await enforce(world, {}, { validationActions: ['Warn', 'Audit'] });

    const warned = await create('default', { nodeName: 'pool-1' });
    world.cluster.delete(admissionBindings, poolBinding().metadata);
    const unbound = await create('default', { nodeName: 'pool-1' }, 'q');

    expect(warned.status).toBe(201);
    expect(warned.warning).toBe(
      `299 - "Validation failed for ValidatingAdmissionPolicy 'egress-pool-payments' with binding 'egress-pool-payments-binding': names a node of the pool"`,
    );
    expect(unbound).toMatchObject({ status: 201, warning: null });
  });

  test('holds only where its own resources match', async () => {
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'egress-pool' } };
    await enforce(
      world,
      { matchConditions: [] },
      { validationActions: ['Deny'], matchResources: { namespaceSelector } },
    );

    const elsewhere = await create('default', { nodeName: 'pool-1' });
    const there = await create('egress-pool', { nodeName: 'pool-1' });

    expect([elsewhere.status, there.status]).toEqual([201, 422]);
  });
});

describe('an expression that cannot be evaluated', () => {
  const broken = [{ expression: "object.spec.tolerations[0].value == 'x'", message: 'unused' }];

  test('denies with its error, since policies fail closed', async () => {
    await enforce(world, { validations: broken });

    const { status, json } = await create('default', { tolerations: [{ operator: 'Exists' }] });

    expect(status).toBe(422);
    expect(json.message).toContain(
      "denied request: expression 'object.spec.tolerations[0].value == 'x'' resulted in error: no such key: value",
    );
  });

  test('is passed over where the policy ignores failures', async () => {
    await enforce(world, { validations: broken, failurePolicy: 'Ignore' });

    expect((await create('default', { tolerations: [{ operator: 'Exists' }] })).status).toBe(201);
  });
});
