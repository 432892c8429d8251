import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodes, pods } from '../../../emulators/kubernetes/resources.ts';
import type { Following } from '../../../src/kubernetes/kubernetes.ts';
import { until } from '../../support/until.ts';
import { clusterId, startFastKubernetes } from './cluster-under-test.ts';

let under: Awaited<ReturnType<typeof startFastKubernetes>>;
let following: Following;
const calls = (call: string) => under.emulator.journal.entries.filter((entry) => entry.call === call).length;

beforeEach(async () => {
  under = await startFastKubernetes();
  const cluster = under.emulator.cluster(clusterId);
  for (const node of cluster.list(nodes)) {
    const labels = { ...node.metadata.labels, 'egress-pool/pool': 'p1', 'egress-pool/installation': 'test' };
    cluster.put(nodes, { ...node, metadata: { ...node.metadata, labels } });
  }
  following = under.kubernetes.followPools('test');
});
afterEach(async () => {
  following.stop();
  await under.close();
});

function put(name: string, spec: object): void {
  under.emulator.cluster(clusterId).put(pods, {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' } },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
    status: { phase: 'Pending' },
  });
}

const selecting = { nodeSelector: { 'terway-config': 'eni-config-p1' } };
const selected = async () =>
  (await following.read()).pods.filter(({ asksFor }) => asksFor === 'terway-config=eni-config-p1');

test('a picture is read without a call once the watches stand, and follows what comes and goes', async () => {
  await following.read();
  await until(async () => under.emulator.cluster(clusterId).openWatches() === 2);
  // The client hears of it a moment after the server.
  const listsOfARead = async () => {
    const before = calls('list pods');
    await following.read();
    return calls('list pods') - before;
  };
  await until(async () => (await listsOfARead()) === 0);
  const lists = calls('list pods');

  put('asks', selecting);
  await until(async () => (await selected()).length === 1);
  expect(await selected()).toEqual([
    {
      ...{ namespace: 'default', name: 'asks', workload: undefined },
      ...{ nodeName: undefined, address: 'waiting', asksFor: 'terway-config=eni-config-p1' },
      ...{ isBlanket: false, otherNetwork: undefined },
    },
  ]);
  under.emulator.cluster(clusterId).delete(pods, { namespace: 'default', name: 'asks' });
  await until(async () => (await selected()).length === 0);

  expect(calls('list pods')).toBe(lists);
  const { nodes: found } = await following.read();
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]).toMatchObject({ mostPods: 45, labels: { 'egress-pool/pool': 'p1' } });
});

test('pods that no node of a pool would take are not kept', async () => {
  put('plain', {});
  put('tolerant', { tolerations: [{ operator: 'Exists' }] });
  put('ours', { tolerations: [{ key: 'egress-pool', operator: 'Exists' }] });
  put('other', { tolerations: [{ key: 'gpu', operator: 'Exists' }] });

  const unscheduled = async () =>
    (await following.read()).pods.filter(({ asksFor, address }) => !asksFor && address !== 'host');
  const daemons = (await unscheduled()).length;
  under.emulator.cluster(clusterId).delete(pods, { namespace: 'default', name: 'tolerant' });
  under.emulator.cluster(clusterId).delete(pods, { namespace: 'default', name: 'ours' });

  await until(async () => (await unscheduled()).length === daemons - 2);
});

test('what changed while the watches were gone is seen, also when the place to go on from is forgotten', async () => {
  await following.read();
  await until(async () => under.emulator.cluster(clusterId).openWatches() === 2);

  under.emulator.cluster(clusterId).expireWatches();
  put('asks', selecting);

  await until(async () => (await selected()).length === 1);
});

test('a cluster that refuses or does not answer fails the read, and is read again when it does', async () => {
  await following.read();
  await until(async () => under.emulator.cluster(clusterId).openWatches() === 2);

  under.emulator.settings.throttled = [clusterId];
  under.emulator.cluster(clusterId).endWatches();
  await until(async () =>
    following.read().then(
      () => false,
      () => true,
    ),
  );
  await expect(following.read()).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  under.emulator.settings.throttled = [];

  expect((await following.read()).nodes.length).toBeGreaterThan(0);
});

test('without the right to watch every read is a list', async () => {
  following.stop();
  under.emulator.settings.denied = [{ verb: 'watch', resource: '*' }];
  following = under.kubernetes.followPools('test');
  await following.read();
  put('asks', selecting);

  expect(await selected()).toHaveLength(1);
});
