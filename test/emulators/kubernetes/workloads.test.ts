import { afterEach, describe, expect, test } from 'vitest';
import {
  deployments,
  events,
  nodes,
  podDisruptionBudgets,
  pods,
  replicaSets,
  statefulSets,
} from '../../../emulators/kubernetes/resources.ts';
import type { Workload } from '../../../emulators/kubernetes/workload-manifests.ts';
import { until } from '../../support/until.ts';
import {
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

async function startPool(network: 'terway' | 'flannel' = 'terway') {
  world = await createWorld({ network });
  putConfigMap(world, { data: poolConfig({ 'cn-beijing-h': ['vsw-pool-h'] }) });
  const machine = poolMachine();
  world.machines.start(machine);
  return { machine, node: await readyNode(world, machine) };
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${world.emulator.url('c1')}${path}`, {
    method,
    headers: { authorization: 'Bearer secret-1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text };
}

function workload(kind: string, name: string, replicas: number): Workload {
  const { spec } = podOnPool(name);
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec },
    },
  };
}

function running(name: string) {
  return world.cluster
    .list(pods, 'default')
    .filter((pod) => pod.metadata.labels?.app === name && pod.status.phase === 'Running');
}

describe('nodes', () => {
  test('register with the labels and taints of the node pool and get ready after Terway', async () => {
    const { machine, node } = await startPool();

    expect(node.metadata.labels).toMatchObject({
      'terway-config': 'eni-config-payments',
      'topology.kubernetes.io/zone': 'cn-beijing-h',
      'topology.kubernetes.io/region': 'cn-beijing',
      'alibabacloud.com/nodepool-id': 'np-1',
      'node.kubernetes.io/instance-type': 'ecs.g7.xlarge',
    });
    expect(node.spec.providerID).toBe(`cn-beijing.${machine.instanceId}`);
    expect(node.status.allocatable.pods).toBe('45');
    await until(() => world.machines.reports.get(machine.instanceId)?.ready);
    const settled = world.cluster.get(nodes, { name: node.metadata.name });
    expect(settled?.spec.taints).toEqual([{ key: 'egress-pool', value: 'payments', effect: 'NoSchedule' }]);
  });

  test('take over labels and taints that are pushed to them', async () => {
    const { machine, node } = await startPool();

    world.machines.change({ ...machine, labels: { team: 'payments' }, taints: [] });

    const after = world.cluster.get(nodes, { name: node.metadata.name });
    expect(after?.metadata.labels).toMatchObject({ team: 'payments' });
    expect(after?.metadata.labels).not.toHaveProperty('terway-config');
    expect(after?.spec.taints ?? []).toEqual([]);
  });

  test('never get ready when the knob says so', async () => {
    world = await createWorld();
    world.emulator.settings.neverReady = ['np-1'];
    const machine = poolMachine();
    world.machines.start(machine);

    await until(() =>
      world.cluster
        .list(pods, 'kube-system')
        .some((pod) => pod.metadata.labels?.app === 'terway-eniip' && pod.status.phase === 'Running'),
    );

    expect(world.machines.reports.get(machine.instanceId)?.ready).toBe(false);
  });

  test('of a Flannel cluster give addresses of their own block and have no interfaces', async () => {
    const { machine, node } = await startPool('flannel');
    world.cluster.put(pods, podOnPool('a', { nodeName: node.metadata.name }));

    expect(await podAddress(world, 'a')).toMatch(/^172\.20\.0\./);
    expect(world.machines.networkInterfaces(machine.instanceId)).toEqual([]);
  });
});

describe('scheduling', () => {
  test('a pod that does not tolerate the taint stays pending with the reason', async () => {
    await startPool();
    await until(() => world.cluster.list(nodes)[0]?.spec.taints?.length === 1);

    world.cluster.put(pods, podOnPool('stranger', { tolerations: [] }));

    const event = await until(() =>
      world.cluster
        .list(events, 'default')
        .find((one) => one.reason === 'FailedScheduling' && String(one.message).includes('egress-pool')),
    );
    expect(event.message).toBe(
      '0/1 nodes are available: 1 node(s) had untolerated taint {egress-pool: payments}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    );
  });

  test('node selectors and affinity are held', async () => {
    const { node } = await startPool();
    const term = (zone: string) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] },
          ],
        },
      },
    });

    world.cluster.put(
      pods,
      podOnPool('here', { nodeSelector: { 'terway-config': 'eni-config-payments' }, affinity: term('cn-beijing-h') }),
    );
    world.cluster.put(pods, podOnPool('nowhere', { affinity: term('cn-beijing-i') }));

    await podAddress(world, 'here');
    expect(world.cluster.get(pods, { namespace: 'default', name: 'here' })?.spec.nodeName).toBe(node.metadata.name);
    expect(world.cluster.get(pods, { namespace: 'default', name: 'nowhere' })?.spec.nodeName).toBeUndefined();
  });

  test('NoExecute drives out a pod that named the node itself; NoSchedule does not', async () => {
    const { machine, node } = await startPool();
    world.cluster.put(pods, podOnPool('sneaky', { nodeName: node.metadata.name, tolerations: [] }));
    await podAddress(world, 'sneaky');

    const noExecute = { key: 'egress-pool', value: 'payments', effect: 'NoExecute' };
    world.machines.change({ ...machine, taints: [...machine.taints, noExecute] });

    await until(() => world.cluster.get(pods, { namespace: 'default', name: 'sneaky' }) === undefined);
  });
});

describe('pods', () => {
  test('get their address with Terway annotations and events, and end gracefully', async () => {
    const { node } = await startPool();
    const created = await call(
      'POST',
      '/api/v1/namespaces/default/pods',
      podOnPool('a', { nodeName: node.metadata.name }),
    );
    expect(created.status).toBe(201);
    const address = await podAddress(world, 'a');
    await until(() => world.cluster.get(pods, { namespace: 'default', name: 'a' })?.status.phase === 'Running');

    expect(world.cluster.get(pods, { namespace: 'default', name: 'a' })?.metadata.annotations).toEqual({
      'k8s.aliyun.com/pod-ips': address,
    });
    expect(world.cluster.list(events, 'default').map((one) => one.reason)).toContain('AllocIPSucceed');
    const deleted = await call('DELETE', '/api/v1/namespaces/default/pods/a');
    expect(JSON.parse(deleted.text).metadata).toHaveProperty('deletionTimestamp');
    await until(() => world.cluster.get(pods, { namespace: 'default', name: 'a' }) === undefined);
  });

  test('wait with ErrImagePull and ImagePullBackOff when the image cannot be had', async () => {
    await startPool();
    world.emulator.settings.failingImages = ['broken'];
    const containers = [{ name: 'app', image: 'example/broken:1' }];
    world.cluster.put(pods, podOnPool('a', { containers }));

    const statusText = (): string =>
      JSON.stringify(world.cluster.get(pods, { namespace: 'default', name: 'a' })?.status);

    await until(() => statusText().includes('ImagePullBackOff'));
    expect(
      world.cluster.list(events, 'default').some((one) => String(one.message).startsWith('Failed to pull image')),
    ).toBe(true);
  });

  test('end well when they are short jobs', async () => {
    await startPool();
    world.emulator.settings.jobImages = ['netcheck'];
    const containers = [{ name: 'app', image: 'acme/netcheck:1' }];
    world.cluster.put(pods, podOnPool('canary', { containers, restartPolicy: 'Never' }));

    await until(() => world.cluster.get(pods, { namespace: 'default', name: 'canary' })?.status.phase === 'Succeeded');
  });

  test('need containers, and keep their spec', async () => {
    await startPool();
    const empty = await call('POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'x' }, spec: {} });
    const created = await call('POST', '/api/v1/namespaces/default/pods', podOnPool('a'));
    const changed = JSON.parse(created.text);
    changed.metadata.resourceVersion = undefined;
    changed.spec.nodeSelector = { other: 'node' };

    const refused = await call('PUT', '/api/v1/namespaces/default/pods/a', changed);

    expect(empty.status).toBe(422);
    expect(empty.text).toContain('spec.containers: Required value');
    expect(refused.text).toContain('pod updates may not change fields other than');
  });

  test('are not evicted past a disruption budget', async () => {
    await startPool();
    world.cluster.put(deployments, workload('Deployment', 'web', 2));
    await until(() => running('web').length === 2);
    const budget = { minAvailable: 2, selector: { matchLabels: { app: 'web' } } };
    const metadata = { name: 'web', namespace: 'default' };
    world.cluster.put(podDisruptionBudgets, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: budget,
    });
    const name = running('web')[0]?.metadata.name;
    const path = `/api/v1/namespaces/default/pods/${name}/eviction`;
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };

    const refused = await call('POST', path, eviction);
    world.cluster.delete(podDisruptionBudgets, metadata);
    const evicted = await call('POST', path, eviction);

    expect(refused.status).toBe(429);
    expect(refused.text).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(evicted.status).toBe(201);
  });
});

describe('controllers', () => {
  test('a Deployment keeps its pods through a ReplicaSet and takes them along', async () => {
    await startPool();
    world.cluster.put(deployments, workload('Deployment', 'web', 3));
    await until(() => running('web').length === 3);
    const [first] = running('web');
    world.cluster.delete(pods, { namespace: 'default', name: first?.metadata.name ?? '' });
    await until(() => running('web').length === 3);
    expect(first?.metadata.ownerReferences?.[0]?.kind).toBe('ReplicaSet');
    expect(world.cluster.list(replicaSets)[0]?.metadata.ownerReferences?.[0]?.kind).toBe('Deployment');
    await until(
      () => world.cluster.get(deployments, { namespace: 'default', name: 'web' })?.status?.readyReplicas === 3,
    );

    await call('DELETE', '/apis/apps/v1/namespaces/default/deployments/web');

    await until(() => world.cluster.list(pods, 'default').length === 0);
    expect(world.cluster.list(replicaSets)).toEqual([]);
  });

  test('a new template replaces the pods of a Deployment', async () => {
    await startPool();
    world.cluster.put(deployments, workload('Deployment', 'web', 2));
    await until(() => running('web').length === 2);
    const before = running('web').map((pod) => pod.metadata.uid);
    const changed = workload('Deployment', 'web', 2);
    changed.spec.template.metadata.annotations = { restarted: 'now' };

    world.cluster.put(deployments, changed);

    await until(() => running('web').length === 2 && running('web').every((pod) => !before.includes(pod.metadata.uid)));
  });

  test('a StatefulSet numbers its pods', async () => {
    await startPool();
    world.cluster.put(statefulSets, workload('StatefulSet', 'db', 2));

    await until(() => running('db').length === 2);

    expect(running('db').map((pod) => pod.metadata.name)).toEqual(['db-0', 'db-1']);
  });
});
