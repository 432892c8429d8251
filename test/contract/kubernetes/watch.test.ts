import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClusters } from '../../../src/kubernetes/client-node/clusters.ts';
import type { Kubernetes, WatchedObject, Watching, WatchRequest } from '../../../src/kubernetes/kubernetes.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics, type Metrics } from '../../../src/platform/metrics.ts';
import { until } from '../../support/until.ts';
import { clusterId, startFastKubernetes } from './cluster-under-test.ts';

const canaries: WatchRequest = { resource: 'pods', namespace: 'default', labelSelector: 'egress-pool/pool=p1' };

let under: Awaited<ReturnType<typeof startFastKubernetes>>;
let kubernetes: Kubernetes;
let watching: Watching | undefined;
/** Each value that the metric was given. */
let connected: number[];
beforeEach(async () => {
  under = await startFastKubernetes();
  connected = [];
  const yaml = under.emulator.kubeconfig();
  const read = async () => ({ yaml, expiresAtMs: Number.POSITIVE_INFINITY });
  kubernetes = createClusters({
    clusters: [{ name: 'prod', source: { kubeconfigFrom: 'ack', read } }],
    clock: createClock(1),
    metrics: recordingMetrics(connected),
    log: createLogger({ level: 'silent' }),
  }).cluster('prod');
});
afterEach(async () => {
  watching?.stop();
  await under.close();
});

function recordingMetrics(values: number[]): Metrics {
  const metrics = createMetrics();
  return {
    ...metrics,
    gauge: (definition) => {
      const gauge = metrics.gauge(definition);
      return {
        ...gauge,
        set(labels, value) {
          values.push(value);
          gauge.set(labels, value);
        },
      };
    },
  };
}

const podOf = (name: string) => ({
  namespace: 'default',
  name,
  labels: { 'egress-pool/pool': 'p1' },
  annotations: { 'egress-pool/operation': `op-${name}` },
  image: 'registry.example/pause:1',
  nodeSelector: {},
  tolerations: [],
  zoneId: 'cn-beijing-h',
});

function watch(request: WatchRequest): WatchedObject[] {
  const told: WatchedObject[] = [];
  watching = kubernetes.watch(request, (object) => told.push(object));
  return told;
}

const tries = () => under.emulator.journal.entries.filter(({ call }) => call === 'watch pods');
const untilTries = (count: number) => until(async () => tries().length >= count);
const untilTold = (told: WatchedObject[], name: string) => until(async () => told.some((one) => one.name === name));

describe('a watch of an emulated cluster', () => {
  it('that was cut goes on from where it was, without telling everything again', async () => {
    await kubernetes.createPod(podOf('first'));
    const told = watch(canaries);
    await untilTold(told, 'first');
    await until(async () => (await kubernetes.readPod('default', 'first'))?.ready);
    const version = (one: { path: string } | undefined) => /resourceVersion=(\d+)/.exec(one?.path ?? '')?.[1];

    under.emulator.cluster(clusterId).endWatches();
    await untilTries(2);
    const before = told.length;
    await kubernetes.createPod(podOf('second'));
    await untilTold(told, 'second');

    expect(version(tries()[0])).toBeUndefined();
    expect(version(tries()[1])).toMatch(/^\d+$/);
    expect(told.slice(before).map(({ name }) => name)).not.toContain('first');
  });

  it('whose position is too old begins again with everything that is there', async () => {
    await kubernetes.createPod(podOf('first'));
    const told = watch(canaries);
    await untilTold(told, 'first');
    await until(async () => (await kubernetes.readPod('default', 'first'))?.ready);
    await until(async () => told.length >= 3);

    told.length = 0;
    under.emulator.cluster(clusterId).expireWatches();
    await untilTold(told, 'first');
    await kubernetes.createPod(podOf('second'));
    await untilTold(told, 'second');
  });

  it.each([
    ['is denied', { kind: 'error', status: 403, code: 'Forbidden' }],
    ['is told to slow down', { kind: 'error', status: 429, code: 'TooManyRequests' }],
    ['finds the API server broken', { kind: 'error', status: 503, code: 'ServiceUnavailable' }],
    ['is reset', { kind: 'reset' }],
    ['is answered with something else', { kind: 'garbage' }],
  ] as const)('that %s tries again by itself, with back-off, and says so once', async (_what, answer) => {
    under.emulator.faults.add({ call: 'watch pods', when: 'before', answer, times: 3 });
    const startedMs = performance.now();
    const told = watch(canaries);
    await kubernetes.createPod(podOf('first'));

    await untilTold(told, 'first');

    expect(performance.now() - startedMs).toBeGreaterThan(800);
    expect(tries()).toHaveLength(4);
    expect(connected).toEqual(answer.kind === 'garbage' ? [1] : [0, 1]);
  });

  it('of nodes tells of those that carry a label', async () => {
    const told = new Set<string>();
    const request: WatchRequest = { resource: 'nodes', labelSelector: 'kubernetes.io/hostname,kubernetes.io/os=linux' };
    watching = kubernetes.watch(request, ({ name }) => told.add(name));

    const nodes = await until(async () => {
      const found = await kubernetes.listNodes(request.labelSelector);
      return found.length > 0 && found.every((node) => told.has(node.name)) && found;
    });

    expect(nodes.length).toBeGreaterThan(0);
  });

  it('whose API server is away waits for it and never throws', async () => {
    const onRejection = vi.fn();
    process.on('unhandledRejection', onRejection);
    await under.emulator.close();

    const told = watch(canaries);
    await until(async () => connected.includes(0));
    watching?.stop();

    expect(told).toEqual([]);
    expect(onRejection).not.toHaveBeenCalled();
    process.off('unhandledRejection', onRejection);
  });

  it('that is stopped leaves no connection behind and tells nothing any more', async () => {
    const told = watch(canaries);
    await untilTries(1);

    watching?.stop();
    await until(async () => under.emulator.cluster(clusterId).openWatches() === 0);
    await kubernetes.createPod(podOf('late'));
    await until(async () => (await kubernetes.readPod('default', 'late'))?.ready);

    expect(told).toEqual([]);
    expect(tries()).toHaveLength(1);
  });

  it('goes on when whoever is told fails', async () => {
    let calls = 0;
    watching = kubernetes.watch(canaries, () => {
      calls += 1;
      throw new Error('broken listener');
    });

    await kubernetes.createPod(podOf('first'));

    await until(async () => calls >= 2);
    expect(tries()).toHaveLength(1);
  });
});
