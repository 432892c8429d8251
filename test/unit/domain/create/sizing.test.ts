import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSizingProblem, type SizingRequest, sizePool } from '../../../../src/domain/sizing.ts';

const request: SizingRequest = {
  network: 'terway',
  expectedPods: 40,
  zones: 2,
  nodes: undefined,
  defaultNodes: 2,
  podsPerNode: 45,
  daemonSetPods: 0,
  trunk: false,
};

test.each<[string, Partial<SizingRequest>, object]>([
  ['forty pods in two zones', {}, { podsPerZone: 40, prefix: 25, nodes: { min: 2, max: 2 }, maxPoolSize: undefined }],
  ['forty pods in one zone', { zones: 1 }, { podsPerZone: 40, prefix: 25, nodes: { min: 2, max: 2 } }],
  ['forty pods in three zones', { zones: 3 }, { podsPerZone: 20, prefix: 26, nodes: { min: 3, max: 3 } }],
  ['one pod', { expectedPods: 1, defaultNodes: 1, zones: 1 }, { podsPerZone: 1, prefix: 28, maxPoolSize: 1 }],
  ['thirty pods need exactly sixty addresses', { expectedPods: 30 }, { prefix: 26, usableAddresses: 60 }],
  ['thirty-one pods do not fit into sixty', { expectedPods: 31 }, { prefix: 25 }],
  ['more pods than the default nodes hold', { expectedPods: 200 }, { nodes: { min: 5, max: 5 }, prefix: 23 }],
  [
    'DaemonSet pods take addresses of every node',
    { expectedPods: 80, daemonSetPods: 5 },
    { nodes: { min: 2, max: 2 } },
  ],
  [
    'on Flannel the nodes take the addresses',
    { network: 'flannel', podsPerNode: 110 },
    { prefix: 28, podsThatFit: 220 },
  ],
  [
    'on Flannel many pods are many nodes',
    { network: 'flannel', podsPerNode: 110, daemonSetPods: 10, expectedPods: 800 },
    { nodes: { min: 8, max: 8 }, prefix: 27, maxPoolSize: undefined },
  ],
  ['many nodes for few pods keep one idle address', { expectedPods: 8, nodes: { min: 4, max: 4 } }, { maxPoolSize: 1 }],
])('%s', (_what, change, expected) => {
  expect(sizePool({ ...request, ...change })).toMatchObject(expected);
});

test.each([
  [{ nodes: { min: 1, max: 3 } }, { kind: 'fewer-nodes-than-zones', nodes: 1, zones: 2 }],
  [
    { expectedPods: 400, nodes: { min: 2, max: 4 } },
    { kind: 'nodes-too-small', podsThatFit: 180, nodesNeeded: 9 },
  ],
  [{ expectedPods: 40_000 }, { kind: 'too-many-pods', podsPerZone: 40_000 }],
])('%j cannot be sized', (change, problem) => {
  expect(sizePool({ ...request, ...change })).toMatchObject(problem);
});

test("a zone's block holds twice its pods and what they really take, and the next smaller one does not", () => {
  const requests = fc.record({
    network: fc.constant('terway' as const),
    expectedPods: fc.integer({ min: 1, max: 5_000 }),
    zones: fc.integer({ min: 1, max: 4 }),
    nodes: fc.constant(undefined),
    defaultNodes: fc.integer({ min: 1, max: 5 }),
    podsPerNode: fc.integer({ min: 12, max: 210 }),
    daemonSetPods: fc.integer({ min: 0, max: 5 }),
    trunk: fc.boolean(),
  });
  fc.assert(
    fc.property(requests, (one) => {
      const sizing = sizePool(one);
      if (isSizingProblem(sizing)) return;
      const p = Math.ceil(one.expectedPods / Math.max(1, one.zones - 1));
      expect(sizing.podsPerZone).toBe(p);
      expect(sizing.usableAddresses).toBe(2 ** (32 - sizing.prefix) - 4);
      expect(sizing.usableAddresses).toBeGreaterThanOrEqual(2 * p);
      expect(sizing.nodes.min).toBeGreaterThanOrEqual(one.zones);
      expect(sizing.nodes.max * (one.podsPerNode - one.daemonSetPods)).toBeGreaterThanOrEqual(one.expectedPods);
      expect(sizing.podsThatFit).toBeGreaterThanOrEqual(one.expectedPods);
    }),
  );
});
