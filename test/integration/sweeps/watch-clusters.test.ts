import { expect, onTestFinished, test } from 'vitest';
import type { WatchedObject, WatchRequest } from '../../../src/kubernetes/kubernetes.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { poolChange } from '../../../src/store/pool-record.ts';
import type { Commit } from '../../../src/store/store.ts';
import { watchClusters } from '../../../src/sweeps/watch-clusters.ts';
import { createRunner } from '../../../src/workflows/runner/runner.ts';
import { done, waiting } from '../../../src/workflows/runner/workflow.ts';
import { openQueue } from '../queue/open-queue.ts';
import { toyRunner } from '../runner/toy-runner.ts';
import { openStore } from '../store/open-store.ts';

/** Waited for so long already that the next poll is fifteen seconds away: only a wake makes it look before. */
const longWaitMs = 10 * 60_000;
const soon = { timeout: 5_000, interval: 10 };

/** The real runner on the real queue in real time, with an operation that waits, and a cluster that can tell of changes. */
async function waitingOperation() {
  const opened = await openStore();
  const queue = await openQueue({ url: opened.url });
  const seen = { looks: 0, isThere: false, whileLooking: async () => undefined as unknown };
  const step = {
    name: 'wait',
    title: 'Wait',
    needs: [],
    deadlineMs: 2 * longWaitMs,
    async ensure() {
      seen.looks += 1;
      const isThere = seen.isThere;
      await seen.whileLooking();
      return isThere ? done({}) : waiting('something', Date.now() - longWaitMs);
    },
  };
  const toy = await toyRunner([], {
    store: opened.store,
    queues: queue.queues,
    now: Date.now,
    steps: () => [step],
  });
  const commits: Commit[] = [];
  const store = {
    ...opened.store,
    commit: (commit: Commit) => {
      commits.push(commit);
      return opened.store.commit(commit);
    },
  };
  const listeners: { request: WatchRequest; tell: (object: WatchedObject) => void }[] = [];
  const watching = watchClusters({
    clusters: {
      cluster: () => ({
        watch: (request, tell) => {
          listeners.push({ request, tell });
          return { stop: () => undefined };
        },
      }),
    },
    store,
    queues: queue.queues,
    log: createLogger({ level: 'silent' }),
    installation: 'test',
    clusterNames: ['prod'],
    canaryNamespace: 'egress-pool',
  });
  onTestFinished(() => watching.stop());
  const tell = (resource: string, object: Partial<WatchedObject>) => {
    const listener = listeners.find(({ request }) => request.resource === resource);
    listener?.tell({ name: 'one', labels: {}, annotations: {}, ...object });
  };
  await toy.begin('op-1');
  return {
    toy,
    seen,
    commits,
    requests: listeners.map(({ request }) => request),
    work: () => queue.work(createRunner({ ...toy.deps, queues: queue.queues })),
    state: async () => (await toy.operation('op-1')).state,
    /** Until the operation has looked once and its job is put back. */
    untilDelayed: async () => {
      await expect.poll(() => seen.looks, soon).toBe(1);
      await expect.poll(async () => (await toy.store.read('op-1'))?.fields.activations, soon).toBeUndefined();
    },
    podChanges: (operationId = 'op-1') => tell('pods', { annotations: { 'egress-pool/operation': operationId } }),
    nodeChanges: (poolId: string) => tell('nodes', { labels: { 'egress-pool/pool': poolId } }),
  };
}

const pool = {
  id: 'pool-1',
  state: 'creating' as const,
  name: 'payments',
  clusterName: 'prod',
  clusterId: 'c1',
  regionId: 'cn-beijing',
  vpcId: 'vpc-1',
  expectedPods: 4,
  nodes: { min: 1, max: 1 },
  instanceTypes: [],
  vSwitches: [],
  configMapName: 'eni-config-payments',
  nodePoolId: undefined,
  namespaces: [],
  namespacesEnforced: undefined,
  ownerGroup: undefined,
  requestedBy: { kind: 'system' as const, name: 'test' },
  createdAtMs: 1,
  readyAtMs: undefined,
  reviewAtMs: undefined,
  operationId: 'op-1',
};

test('an operation that waits looks at once when its canary changes, long before its poll', async () => {
  const { seen, work, untilDelayed, podChanges, state } = await waitingOperation();
  work();
  await untilDelayed();

  seen.isThere = true;
  podChanges();

  await expect.poll(state, soon).toBe('done');
  expect(seen.looks).toBe(2);
});

test('an operation that waits looks at once when a node of its pool changes', async () => {
  const { toy, seen, work, untilDelayed, nodeChanges, state } = await waitingOperation();
  await toy.store.commit({ records: [poolChange(pool, { absent: true })] });
  work();
  await untilDelayed();

  seen.isThere = true;
  nodeChanges('pool-1');

  await expect.poll(state, soon).toBe('done');
});

test('a change while the operation looks makes it look once more', async () => {
  const { seen, work, podChanges, state, commits } = await waitingOperation();
  seen.whileLooking = async () => {
    if (seen.isThere) return;
    seen.isThere = true;
    podChanges();
    await expect.poll(() => commits.length, soon).toBe(1);
  };

  work();

  await expect.poll(state, soon).toBe('done');
  expect(seen.looks).toBe(2);
});

test('a burst of changes wakes an operation only now and then, and no change after the last wake is lost', async () => {
  const { seen, work, untilDelayed, podChanges, state, commits } = await waitingOperation();
  work();
  await untilDelayed();
  seen.whileLooking = async () => {
    seen.isThere = seen.looks === 2;
  };

  for (let count = 0; count < 500; count += 1) podChanges();

  await expect.poll(state, soon).toBe('done');
  expect(seen.looks).toBe(3);
  expect(commits).toHaveLength(2);
});

test('a wake is no change that anybody is told of', async () => {
  const { toy, podChanges, commits } = await waitingOperation();
  const before = await toy.store.read('op-1');
  const dueBefore = await toy.store.readDue(Number.MAX_SAFE_INTEGER, 10);

  podChanges();
  await expect.poll(async () => (await toy.store.read('op-1'))?.fields.wake, soon).toBe('1');

  expect((await toy.store.read('op-1'))?.rev).toBe(before?.rev);
  expect(await toy.store.readDue(Number.MAX_SAFE_INTEGER, 10)).toEqual(dueBefore);
  expect(commits).toHaveLength(1);
});

test('what has ended, is unknown or is no operation is left alone', async () => {
  const { toy, podChanges, nodeChanges, commits } = await waitingOperation();
  await toy.store.commit({
    records: [
      { id: 'op-2', state: 'done' },
      { id: 'pool-2', state: 'ready' },
    ],
  });

  podChanges('op-2');
  podChanges('op-9');
  podChanges('pool-2');
  nodeChanges('pool-2');
  nodeChanges('pool-9');

  await expect.poll(() => commits.length, soon).toBe(3);
  expect((await toy.store.read('op-2'))?.fields).toEqual({});
  expect((await toy.store.read('pool-2'))?.fields).toEqual({});
  expect(await toy.store.read('op-9')).toBeUndefined();
  expect(await toy.store.read('pool-9')).toBeUndefined();
});

test('a cluster is asked for this installation’s canaries and nodes only', async () => {
  const { requests } = await waitingOperation();

  expect(requests).toEqual([
    { resource: 'nodes', labelSelector: 'egress-pool/pool,egress-pool/installation=test' },
    {
      resource: 'pods',
      namespace: 'egress-pool',
      labelSelector: 'egress-pool/pool,egress-pool/installation=test,app.kubernetes.io/managed-by=egress-pool',
    },
  ]);
});
