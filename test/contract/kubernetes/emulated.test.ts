import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configMaps, deployments, podDisruptionBudgets } from '../../../emulators/kubernetes/resources.ts';
import { NeedsHumanError, OutcomeUnknownError, RetryableError } from '../../../src/domain/errors.ts';
import { createClusters } from '../../../src/kubernetes/client-node/clusters.ts';
import { kubernetesPermissions } from '../../../src/kubernetes/client-node/permissions.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { until } from '../../support/until.ts';
import { clusterId, kubernetesAt, startFastKubernetes } from './cluster-under-test.ts';

const namespace = 'kube-system';
const wanted = { namespace, name: 'egress-payments', labels: {}, annotations: {}, data: { eni_conf: '{}' } };

let under: Awaited<ReturnType<typeof startFastKubernetes>>;
beforeEach(async () => {
  under = await startFastKubernetes();
});
afterEach(() => under.close());

const caught = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

const labels = { app: 'api' };

/** A pod of a Deployment, once it is ready. */
async function runningApi() {
  under.emulator.cluster(clusterId).put(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api', namespace: 'default' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'api', image: 'registry.example/api:1' }] } },
    },
  });
  return until(async () => {
    const found = await under.kubernetes.listPods({ namespace: 'default', labelSelector: 'app=api' });
    return found.some(({ ready }) => ready) && found;
  });
}

describe('nodes and pods of an emulated cluster', () => {
  it('a node shows its zone, instance, address and readiness', async () => {
    const nodes = await until(async () => {
      const found = await under.kubernetes.listNodes('');
      return found.length === 3 && found.every(({ ready }) => ready) && found;
    });

    expect(nodes.map(({ zoneId }) => zoneId).sort()).toEqual(['cn-beijing-g', 'cn-beijing-h', 'cn-beijing-i']);
    expect(nodes.every(({ instanceId }) => instanceId.startsWith('i-'))).toBe(true);
    expect(nodes.every(({ internalIp }) => internalIp.startsWith('10.0.'))).toBe(true);
  });

  it('a canary pod runs in its zone and shows its address', async () => {
    const pod = {
      namespace: 'default',
      name: 'canary-p1-h',
      labels: {},
      annotations: {},
      image: 'registry.example/pause:1',
      nodeSelector: {},
      tolerations: [],
      zoneId: 'cn-beijing-h',
    };

    await under.kubernetes.createPod(pod);
    const running = await until(async () => {
      const found = await under.kubernetes.readPod('default', pod.name);
      return found?.podIp !== undefined && found.ready && found;
    });
    const onNode = await under.kubernetes.listPods({ nodeName: running.nodeName });
    const nodes = await under.kubernetes.listNodes('topology.kubernetes.io/zone=cn-beijing-h');
    const events = await under.kubernetes.listEvents({ kind: 'Pod', name: pod.name, namespace: 'default' });

    expect(running).toMatchObject({ phase: 'Running', problem: undefined });
    expect(nodes.map(({ name }) => name)).toContain(running.nodeName);
    expect(onNode.map(({ name }) => name)).toContain(pod.name);
    expect(events.length).toBeGreaterThan(0);
    expect(events[0]?.lastSeenMs).toBeGreaterThan(0);
  });

  it('an image that cannot be pulled is the problem of its pod', async () => {
    under.emulator.settings.failingImages = ['broken'];
    const place = { namespace: 'default', name: 'canary-p1-h', zoneId: 'cn-beijing-h' };

    await under.kubernetes.createPod({
      ...place,
      labels: {},
      annotations: {},
      image: 'registry.example/broken:1',
      nodeSelector: {},
      tolerations: [],
    });
    const failing = await until(async () => {
      const found = await under.kubernetes.readPod('default', place.name);
      return found?.problem !== undefined && /Image/.test(found.problem.reason) && found;
    });

    expect(failing.ready).toBe(false);
  });

  it('a cordoned node takes no new pods, and one that is gone counts as cordoned', async () => {
    const [node] = await until(async () => {
      const found = await under.kubernetes.listNodes('');
      return found.length === 3 && found;
    });
    const isCordoned = async () =>
      (await under.kubernetes.listNodes('')).find(({ name }) => name === node?.name)?.unschedulable;

    await under.kubernetes.setUnschedulable(node?.name ?? '', true);
    expect(await isCordoned()).toBe(true);
    await under.kubernetes.setUnschedulable(node?.name ?? '', false);
    expect(await isCordoned()).toBe(false);
    await under.kubernetes.setUnschedulable('no-such-node', true);
    expect((await under.kubernetes.listNodes('')).map(({ name }) => name)).not.toContain('no-such-node');
  });

  it('an eviction keeps to the disruption budget, names it, and works once it is gone', async () => {
    const [pod] = await runningApi();
    const budget = { namespace: 'default', name: 'api' };
    under.emulator.cluster(clusterId).put(podDisruptionBudgets, {
      ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: budget },
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    });

    const blocked = await under.kubernetes.evictPod('default', pod?.name ?? '');
    under.emulator.cluster(clusterId).delete(podDisruptionBudgets, budget);
    const evicted = await under.kubernetes.evictPod('default', pod?.name ?? '');

    expect(blocked).toEqual({ blockedBy: expect.stringContaining('disruption budget api') });
    expect(evicted).toBe('evicted');
    await until(async () => (await under.kubernetes.readPod('default', pod?.name ?? '')) === undefined);
    expect(await under.kubernetes.evictPod('default', pod?.name ?? '')).toBe('evicted');
  });

  describe('a pod that tries a connection', () => {
    const instanceId = 'rm-2zepayments';
    const pod = {
      namespace: 'default',
      name: 'proof-p1-h',
      labels: {},
      annotations: {},
      image: 'registry.example/busybox:1',
      nodeSelector: {},
      tolerations: [],
      zoneId: 'cn-beijing-h',
      connectTo: {
        host: `${instanceId}.mysql.rds.example.internal`,
        port: 3306,
        forSeconds: 90,
        speaks: 'mysql' as const,
      },
    };
    const ended = () =>
      until(async () => {
        const found = await under.kubernetes.readPod('default', pod.name);
        return (found?.phase === 'Succeeded' || found?.phase === 'Failed') && found;
      });

    it('says how long it took, once the database goes by a whitelist that lets it in', async () => {
      under.alicloud.databases.editGroup(instanceId, { name: 'pods', entries: ['10.0.0.0/8'] });

      await under.kubernetes.createPod(pod);

      expect(await ended()).toMatchObject({ phase: 'Succeeded', connection: { kind: 'open', ms: 4 } });
    });

    it('says what was answered instead when its time is over', async () => {
      await under.kubernetes.createPod(pod);

      expect((await ended()).connection).toEqual({ kind: 'closed', said: '#28000ip not in whitelist' });
    });

    it('names the program that its image has not got', async () => {
      under.emulator.settings.missingPrograms = ['nc'];
      await under.kubernetes.createPod(pod);

      expect((await ended()).connection).toEqual({ kind: 'impossible', missing: 'nc' });
    });

    it('does not even start where the image has no shell', async () => {
      under.emulator.settings.missingPrograms = ['sh'];
      await under.kubernetes.createPod(pod);

      expect(await ended()).toMatchObject({
        phase: 'Failed',
        connection: undefined,
        problem: { reason: 'StartError', message: expect.stringContaining('"sh": executable file not found') },
      });
    });
  });

  it('lists DaemonSets and the pods of one', async () => {
    const daemonSets = await until(async () => {
      const found = await under.kubernetes.listDaemonSets();
      return found.some(({ availableNodes }) => availableNodes === 3) && found;
    });
    const terway = daemonSets.find(({ name }) => name === 'terway-eniip');
    const pods = await under.kubernetes.listWorkloadPods({ namespace, name: 'terway-eniip' });

    expect(terway).toMatchObject({ hostNetwork: true, namespace });
    expect(pods).toHaveLength(3);
  });
});

describe('the Kubernetes adapter when the API says no', () => {
  it('an apply over a field of somebody else waits for a person and names the other manager, until it is to be taken back', async () => {
    await under.kubernetes.applyConfigMap(wanted);
    const live = under.emulator.cluster(clusterId).get(configMaps, { namespace, name: wanted.name });
    if (!live) throw new Error('the ConfigMap was not applied');
    const managedFields = (live.metadata.managedFields ?? []).map((entry) => ({ ...entry, manager: 'kubectl' }));
    under.emulator.cluster(clusterId).put(configMaps, { ...live, metadata: { ...live.metadata, managedFields } });

    const error = await caught(under.kubernetes.applyConfigMap({ ...wanted, data: { eni_conf: '{"a":1}' } }));

    expect(error).toBeInstanceOf(NeedsHumanError);
    expect(error).toMatchObject({ code: 'CLUSTER_CONFLICT', publicText: expect.stringContaining('kubectl') });
    expect((await under.kubernetes.applyConfigMap(wanted, { takesBack: true })).data).toEqual(wanted.data);
  });

  it('a missing permission is denied by name and found by the checks', async () => {
    under.emulator.settings.denied = [{ verb: 'list', resource: 'nodes' }];

    const error = await caught(under.kubernetes.listNodes(''));
    const checks = kubernetesPermissions.flatMap(({ group, resource, verbs }) =>
      verbs.map((verb) => ({ verb, group, resource })),
    );
    const denied = await under.kubernetes.listDenied(checks);

    expect(error).toMatchObject({ code: 'CLUSTER_DENIED', publicText: expect.stringContaining('list nodes') });
    expect(denied).toEqual([{ verb: 'list', group: '', resource: 'nodes' }]);
  });

  it.each([{ kind: 'reset' }, { kind: 'error', status: 500, code: 'InternalError' }] as const)(
    'a change whose answer is lost by $kind is unknown, and a repeat settles it',
    async (answer) => {
      under.emulator.faults.add({ call: 'apply configmaps', when: 'after', answer });

      const lost = await caught(under.kubernetes.applyConfigMap(wanted));
      const applied = await under.kubernetes.applyConfigMap(wanted);

      expect(lost).toBeInstanceOf(OutcomeUnknownError);
      expect(lost).toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
      expect(applied.data).toEqual(wanted.data);
    },
  );

  it('a read that is not answered ends at the deadline and is retryable', async () => {
    const hanging = createServer(() => {});
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const address = hanging.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const yaml = under.emulator.kubeconfig().replaceAll(/server: \S+/g, `server: http://127.0.0.1:${port}`);
    const folder = await mkdtemp(path.join(tmpdir(), 'kubeconfig-'));
    await writeFile(path.join(folder, 'config'), yaml);

    const error = await caught(
      kubernetesAt(path.join(folder, 'config'), { context: 'prod', deadlineMs: 100 }).listNodes(''),
    );
    hanging.closeAllConnections();
    hanging.close();
    await rm(folder, { recursive: true });

    expect(error).toBeInstanceOf(RetryableError);
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });

  it('a kubeconfig from ACK is read once for all who wait, and again shortly before it ends', async () => {
    const startMs = Date.now();
    let nowMs = startMs;
    let reads = 0;
    const read = async () => {
      reads += 1;
      return { yaml: under.emulator.kubeconfig(), expiresAtMs: nowMs + 60 * 60_000 };
    };
    const clusters = createClusters({
      clusters: [{ name: 'prod', source: { kubeconfigFrom: 'ack', read } }],
      clock: createClock(1, () => nowMs),
      metrics: createMetrics(),
      log: createLogger({ level: 'silent' }),
    });
    const kubernetes = clusters.cluster('prod');

    await Promise.all([kubernetes.readVersion(), kubernetes.readVersion()]);
    const first = reads;
    nowMs = startMs + 51 * 60_000;
    await kubernetes.readVersion();

    expect(first).toBe(1);
    expect(reads).toBe(2);
  });
});
