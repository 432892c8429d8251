import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterEach, expect, test } from 'vitest';
import { admissionPolicies, pods } from '../../../emulators/kubernetes/resources.ts';
import { people, prodId, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h --namespaces payments';

function cluster(): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromString(scenario.world.kubernetes.kubeconfig({ clusterId: prodId }));
  return config.makeApiClient(CoreV1Api);
}

function pod(name: string, spec: object) {
  return { metadata: { name }, spec: { containers: [{ name: 'main', image: 'acme/api:1' }], ...spec } };
}

const naming: [string, object][] = [
  ['a toleration with its key and value', { tolerations: [{ key: 'egress-pool', value: 'payments' }] }],
  ['a toleration with its key and Exists', { tolerations: [{ key: 'egress-pool', operator: 'Exists' }] }],
  ['a node selector on its label', { nodeSelector: { 'terway-config': 'eni-config-payments' } }],
  [
    'a required node affinity',
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms() } } },
  ],
  [
    'a preferred node affinity',
    {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: terms().nodeSelectorTerms[0] ?? {} },
          ],
        },
      },
    },
  ],
];

function avoiding() {
  const matchExpressions = [{ key: 'terway-config', operator: 'NotIn', values: ['eni-config-payments'] }];
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
    },
  };
}

function terms() {
  const matchExpressions = [{ key: 'terway-config', operator: 'In', values: ['eni-config-payments'] }];
  return { nodeSelectorTerms: [{ matchExpressions }] };
}

test('pods of other namespaces may not name the pool; its own, blanket tolerations and other pools may start', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');
  const core = cluster();
  const start = (namespace: string, name: string, spec: object) =>
    core.createNamespacedPod({ namespace, body: pod(name, spec) });

  for (const [index, [what, spec]] of naming.entries()) {
    await expect(start('default', `stranger-${index}`, spec), what).rejects.toThrow(/egress pool payments/);
    await start('payments', `own-${index}`, spec);
  }
  await start('default', 'blanket', { tolerations: [{ operator: 'Exists' }] });
  await start('default', 'avoids', avoiding());
  await start('default', 'other-pool', { tolerations: [{ key: 'egress-pool', value: 'orders' }] });

  const started = scenario.prod.list(pods, 'default').map(({ metadata }) => metadata.name);
  expect(started.toSorted()).toEqual(['avoids', 'blanket', 'other-pool']);
  expect(await scenario.pool('payments')).toMatchObject({ namespacesEnforced: true });
});

test('a pod that named the pool before it was guarded can still be updated', async () => {
  scenario = await startScenario();
  const core = cluster();
  const early = pod('early', { tolerations: [{ key: 'egress-pool', value: 'payments' }] });
  await core.createNamespacedPod({ namespace: 'default', body: early });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');

  const read = await core.readNamespacedPod({ namespace: 'default', name: 'early' });
  const updated = await core.replaceNamespacedPod({
    namespace: 'default',
    name: 'early',
    body: { ...read, metadata: { ...read.metadata, labels: { team: 'a' } } },
  });

  expect(updated.metadata?.labels).toEqual({ team: 'a' });
});

test('a cluster without admission policies gets its pool, and the pool says that only the taint keeps others out', async () => {
  scenario = await startScenario({
    prepare: (world) => {
      world.kubernetes.settings.admissionPolicies = false;
    },
  });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'done');

  expect(await scenario.pool('payments')).toMatchObject({ namespacesEnforced: false });
});

test('rolling back takes the admission policy away', async () => {
  scenario = await startScenario({
    prepare: (world) => {
      world.kubernetes.settings.failingImages.push('registry-vpc.cn-beijing.aliyuncs.com/acme/netcheck:1');
    },
  });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'failed');
  expect(scenario.prod.list(admissionPolicies).map(({ metadata }) => metadata.name)).toEqual(['egress-pool-payments']);

  await scenario.say(people.ana, `rollback ${id}`);
  await scenario.until(id, 'rolled-back');

  expect(scenario.prod.list(admissionPolicies)).toEqual([]);
});
