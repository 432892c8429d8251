import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kubernetes, WatchedObject } from '../../../src/kubernetes/kubernetes.ts';
import { until } from '../../support/until.ts';
import { type ClusterUnderTest, openClusterUnderTest } from './cluster-under-test.ts';

const namespace = 'kube-system';
const name = 'egress-payments';
const wanted = {
  namespace,
  name,
  labels: { 'egress-pool/pool': 'p1' },
  annotations: { 'egress-pool/name': 'payments' },
  data: { eni_conf: '{"vswitches":{}}' },
};

let under: ClusterUnderTest;
let kubernetes: Kubernetes;
beforeEach(async () => {
  under = await openClusterUnderTest();
  kubernetes = under.kubernetes;
});
afterEach(async () => {
  const left = await kubernetes.readConfigMap(namespace, name);
  if (left) await kubernetes.deleteConfigMap({ namespace, name, uid: left.uid });
  await under.close();
});

describe('the Kubernetes port', () => {
  it('names the version of the API server and says whether a namespace exists', async () => {
    expect(await kubernetes.readVersion()).toMatch(/^v1\.\d+/);
    expect(await kubernetes.namespaceExists(namespace)).toBe(true);
    expect(await kubernetes.namespaceExists('not-there')).toBe(false);
  });

  it('applies a ConfigMap, reads it back and finds it by label', async () => {
    const applied = await kubernetes.applyConfigMap(wanted);
    const again = await kubernetes.applyConfigMap({ ...wanted, data: { eni_conf: '{"vswitches":{"z":["v"]}}' } });

    expect(applied).toMatchObject(wanted);
    expect(again.uid).toBe(applied.uid);
    expect(await kubernetes.readConfigMap(namespace, name)).toEqual(again);
    expect((await kubernetes.listConfigMaps(namespace, 'egress-pool/pool=p1')).map((one) => one.uid)).toEqual([
      applied.uid,
    ]);
    expect(await kubernetes.listConfigMaps(namespace, 'egress-pool/pool=p2')).toEqual([]);
    expect(Math.abs(Date.now() - applied.createdAtMs)).toBeLessThan(60_000);
  });

  it('deletes this very ConfigMap only, and one that is gone counts as deleted', async () => {
    const { uid } = await kubernetes.applyConfigMap(wanted);

    const other = kubernetes.deleteConfigMap({ namespace, name, uid: '11111111-2222-3333-4444-555555555555' });
    await expect(other).rejects.toMatchObject({ code: 'CLUSTER_CONFLICT' });
    await kubernetes.deleteConfigMap({ namespace, name, uid });
    await kubernetes.deleteConfigMap({ namespace, name, uid });

    expect(await kubernetes.readConfigMap(namespace, name)).toBeUndefined();
  });

  it('a ConfigMap that the API refuses says why', async () => {
    const refused = kubernetes.applyConfigMap({ ...wanted, labels: { 'egress-pool/pool': 'not a label!' } });

    await expect(refused).rejects.toMatchObject({
      code: 'CLUSTER_REFUSED',
      publicText: expect.stringContaining('not a label!'),
    });
  });

  it('creates a canary pod once, finds it, and deletes it', async () => {
    const pod = {
      namespace: 'default',
      name: 'canary-p1-h',
      labels: { 'egress-pool/pool': 'p1' },
      annotations: {},
      image: 'registry.k8s.io/pause:3.10',
      nodeSelector: {},
      tolerations: [{ operator: 'Exists' }],
      zoneId: 'cn-beijing-h',
    };

    await kubernetes.createPod(pod);
    await kubernetes.createPod(pod);
    const found = await kubernetes.readPod('default', pod.name);
    const listed = await kubernetes.listPods({ namespace: 'default', labelSelector: 'egress-pool/pool=p1' });
    await kubernetes.deletePod('default', pod.name);
    await until(async () => (await kubernetes.readPod('default', pod.name)) === undefined);
    await kubernetes.deletePod('default', pod.name);

    expect(found).toMatchObject({ name: pod.name, labels: pod.labels, hostNetwork: false, owner: undefined });
    expect(listed.map((one) => one.uid)).toEqual([found?.uid]);
  });

  it('a watch tells of what is there and of what appears, by label and namespace, and of nothing else', async () => {
    const podOf = (name: string, labels: Record<string, string>) => ({
      namespace: 'default',
      name,
      labels,
      annotations: { 'egress-pool/operation': `op-${name}` },
      image: 'registry.k8s.io/pause:3.10',
      nodeSelector: {},
      tolerations: [{ operator: 'Exists' }],
      zoneId: 'cn-beijing-h',
    });
    const ours = { 'egress-pool/pool': 'p2' };
    const told: WatchedObject[] = [];
    const names = () => new Set(told.map((one) => one.name));
    await kubernetes.createPod(podOf('watched-h', ours));

    const watching = kubernetes.watch(
      { resource: 'pods', namespace: 'default', labelSelector: 'egress-pool/pool=p2' },
      (pod) => told.push(pod),
    );
    await until(async () => names().has('watched-h'));
    await kubernetes.createPod(podOf('unwatched', {}));
    await kubernetes.createPod(podOf('watched-g', ours));
    await until(async () => names().has('watched-g'));
    const [first] = told;
    for (const name of ['watched-h', 'watched-g', 'unwatched']) await kubernetes.deletePod('default', name);
    watching.stop();

    expect(names()).toEqual(new Set(['watched-h', 'watched-g']));
    expect(first).toMatchObject({ labels: ours, annotations: { 'egress-pool/operation': 'op-watched-h' } });
  });

  it('a workload that is not there has no pods, and nothing is said about it', async () => {
    expect(await kubernetes.listWorkloadPods({ namespace: 'default', name: 'nothing' })).toBeUndefined();
    expect(await kubernetes.listEvents({ kind: 'Pod', name: 'nothing', namespace: 'default' })).toEqual([]);
  });

  it('lists PodNetworkings wherever it runs', async () => {
    expect(await kubernetes.listPodNetworkings()).toEqual([]);
  });
});
