import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  admissionPolicies,
  daemonSets,
  deployments,
  events,
  nodes,
  pods,
  replicaSets,
} from '../../../emulators/kubernetes/resources.ts';
import type { PodSpec, Toleration, Workload } from '../../../emulators/kubernetes/workload-manifests.ts';
import { until } from '../../support/until.ts';
import { enforce, startWithNamespaces } from './admission-world.ts';
import { podOnPool, poolConfig, poolMachine, putConfigMap, readyNode, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWithNamespaces();
  putConfigMap(world, { data: poolConfig({ 'cn-beijing-h': ['vsw-pool-h'] }) });
});
afterEach(() => world.close());

function workload(kind: string, spec: Partial<PodSpec>): Workload {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: podOnPool('agent', { tolerations: [], ...spec }).spec },
    },
  };
}

function agents() {
  return world.cluster.list(pods, 'default').filter((pod) => pod.metadata.labels?.app === 'agent');
}

function refusal() {
  return world.cluster.list(events, 'default').find((event) => event.reason === 'FailedCreate');
}

const blanket: Toleration[] = [{ operator: 'Exists' }];
const naming: Toleration[] = [{ key: 'egress-pool', operator: 'Exists' }];

test('a DaemonSet that tolerates everything still starts on every node', async () => {
  await enforce(world);
  await readyNode(world, startMachine());
  await readyNode(world, startMachine());

  world.cluster.put(daemonSets, workload('DaemonSet', { tolerations: blanket }));

  await until(() => agents().filter((pod) => pod.status.phase === 'Running').length === 2);
  expect(agents().map((pod) => pod.spec.nodeName)).toEqual(
    expect.arrayContaining(world.cluster.list(nodes).map((node) => node.metadata.name)),
  );
  expect(refusal()).toBeUndefined();
});

test('the pods of a DaemonSet name no node when they are made, so a rule about nodeName lets them pass', async () => {
  await enforce(world, {
    matchConditions: [],
    validations: [{ expression: "request.operation == 'UPDATE' || !has(object.spec.nodeName)" }],
  });
  await readyNode(world, startMachine());

  world.cluster.put(daemonSets, workload('DaemonSet', { tolerations: blanket }));

  await until(() => agents().some((pod) => pod.status.phase === 'Running'));
});

test('a DaemonSet that names the pool gets an event instead of pods, and its pods when the policy goes', async () => {
  await enforce(world);
  await readyNode(world, startMachine());

  world.cluster.put(daemonSets, workload('DaemonSet', { tolerations: naming }));

  const event = await until(refusal);
  expect(event.involvedObject).toMatchObject({ kind: 'DaemonSet', name: 'agent' });
  expect(event.message).toBe(
    `Error creating: pods "agent-" is forbidden: ValidatingAdmissionPolicy 'egress-pool-payments' with binding 'egress-pool-payments-binding' denied request: tolerates the taint of egress pool payments`,
  );
  expect(agents()).toEqual([]);

  world.cluster.delete(admissionPolicies, { name: 'egress-pool-payments' });
  await until(() => agents().some((pod) => pod.status.phase === 'Running'));
});

test('a Deployment passes by its manifest, and its pods are refused', async () => {
  await enforce(world);

  world.cluster.put(deployments, workload('Deployment', { nodeSelector: { 'terway-config': 'x' } }));

  const event = await until(refusal);
  const [set] = world.cluster.list(replicaSets, 'default');
  expect(event.involvedObject).toMatchObject({ kind: 'ReplicaSet', uid: set?.metadata.uid });
  expect(agents()).toEqual([]);
});

test('expressions see who writes and what for', async () => {
  await enforce(world, {
    matchConditions: [],
    validations: [
      {
        expression: "request.userInfo.username == '' || namespaceObject.metadata.name != 'default'",
        messageExpression:
          "request.operation + ' of ' + request.kind.kind + ' by ' + request.userInfo.username + (has(request.name) ? ' named' : ' unnamed')",
      },
    ],
  });

  world.cluster.put(deployments, workload('Deployment', {}));

  const event = await until(refusal);
  expect(event.message).toMatch(
    /denied request: CREATE of Pod by system:serviceaccount:kube-system:replicaset-controller unnamed$/,
  );
});

function startMachine() {
  const machine = poolMachine();
  world.machines.start(machine);
  return machine;
}
