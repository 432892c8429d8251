import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usableAddresses } from '../../../../src/domain/cidr.ts';
import {
  isResizeProblem,
  type ResizeRequest,
  shapeResize,
  suggestResize,
} from '../../../../src/domain/shape-resize.ts';

const vSwitch = (zoneId: string, usable: number, number = 1) => ({
  vSwitchId: `vsw-${zoneId}-${number}`,
  zoneId,
  usableAddresses: usable,
});
const request: ResizeRequest = {
  network: 'terway',
  expectedPods: { from: 40, to: 80 },
  askedNodes: undefined,
  nodes: { min: 2, max: 2 },
  vSwitches: [vSwitch('h', 124), vSwitch('g', 124)],
  podsPerNode: 45,
  daemonSetPods: 0,
  trunk: false,
  maxPoolSize: undefined,
};

test.each([
  [
    'twice the pods take one more vSwitch a zone, only as large as what is missing',
    {},
    {
      added: [
        { zoneId: 'h', prefix: 26 },
        { zoneId: 'g', prefix: 26 },
      ],
      nodes: { min: 2, max: 2 },
      addressesPerZone: 160,
    },
  ],
  ['a few more pods fit into what there is', { expectedPods: { from: 40, to: 60 } }, { added: [], removed: [] }],
  [
    'only the zone that is too small grows',
    { vSwitches: [vSwitch('h', 252), vSwitch('g', 124)] },
    { added: [{ zoneId: 'g', prefix: 26 }] },
  ],
  [
    'all vSwitches of a zone count',
    { vSwitches: [vSwitch('h', 124), vSwitch('h', 60, 2), vSwitch('g', 252)] },
    { added: [] },
  ],
  [
    'more pods than the nodes hold take more nodes',
    { expectedPods: { from: 40, to: 130 } },
    { nodes: { min: 3, max: 3 } },
  ],
  [
    'an auto-scaled pool keeps its lower bound',
    { expectedPods: { from: 40, to: 130 }, nodes: { min: 2, max: 2 + 1 } },
    { nodes: { min: 2, max: 3 } },
  ],
  [
    'fewer idle addresses are enough where nodes hold more than is missing',
    {
      expectedPods: { from: 10, to: 12 },
      nodes: { min: 2, max: 2 },
      vSwitches: [vSwitch('h', 26), vSwitch('g', 26)],
      maxPoolSize: 6,
    },
    { added: [], maxPoolSize: 1 },
  ],
  [
    'fewer pods give back the newest vSwitch that can be spared',
    {
      expectedPods: { from: 80, to: 40 },
      vSwitches: [vSwitch('h', 124), vSwitch('h', 60, 2), vSwitch('g', 124), vSwitch('g', 60, 2)],
    },
    { removed: ['vsw-h-2', 'vsw-g-2'], nodes: { min: 2, max: 2 } },
  ],
  [
    'the last vSwitch of a zone stays however few pods are left',
    { expectedPods: { from: 80, to: 1 }, vSwitches: [vSwitch('h', 252), vSwitch('g', 252)] },
    { removed: [] },
  ],
  ['asked nodes are taken', { askedNodes: { min: 4, max: 4 } }, { nodes: { min: 4, max: 4 } }],
  ['a node for each zone', { askedNodes: { min: 1, max: 1 } }, { kind: 'fewer-nodes-than-zones' }],
  [
    'enough nodes for the pods',
    { expectedPods: { from: 40, to: 200 }, askedNodes: { min: 2, max: 2 } },
    { kind: 'nodes-too-small', nodesNeeded: 5 },
  ],
])('%s', (_what, change, expected) => {
  expect(shapeResize({ ...request, ...change })).toMatchObject(expected);
});

test('after it every zone holds twice its pods, keeps a vSwitch, and loses none when the pool grows', () => {
  const sizes = fc.integer({ min: 20, max: 28 }).map(usableAddresses);
  const requests = fc.record({
    from: fc.integer({ min: 1, max: 900 }),
    to: fc.integer({ min: 1, max: 900 }),
    zones: fc.array(fc.array(sizes, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    maxPoolSize: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
    nodes: fc.integer({ min: 3, max: 9 }),
  });
  fc.assert(
    fc.property(requests, ({ from, to, zones, maxPoolSize, nodes }) => {
      const vSwitches = zones.flatMap((own, zone) => own.map((usable, index) => vSwitch(`z${zone}`, usable, index)));
      const shape = shapeResize({
        ...{ ...request, vSwitches, maxPoolSize, nodes: { min: nodes, max: nodes } },
        expectedPods: { from, to },
      });
      if (isResizeProblem(shape)) return;
      for (const [zone] of zones.entries()) {
        const kept = vSwitches.filter((one) => one.zoneId === `z${zone}` && !shape.removed.includes(one.vSwitchId));
        const added = shape.added.filter(({ zoneId }) => zoneId === `z${zone}`);
        const room = [...kept.map((one) => one.usableAddresses), ...added.map(({ prefix }) => usableAddresses(prefix))];
        expect(kept.length).toBeGreaterThan(0);
        expect(room.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(2 * shape.podsPerZone);
      }
      if (to >= from) expect(shape.removed).toEqual([]);
      expect(shape.nodes.max * 45).toBeGreaterThanOrEqual(to);
    }),
  );
});

test('what is suggested is half as many again, and more than what runs', () => {
  expect(suggestResize({ expectedPods: 40 })).toBe(60);
  expect(suggestResize({ expectedPods: 40 }, 55)).toBe(90);
});

test('on Flannel only nodes come and go, and more than the vSwitches have room for is refused', () => {
  const flannel = { ...request, network: 'flannel' as const, vSwitches: [vSwitch('h', 12), vSwitch('g', 12)] };
  const to = (pods: number) => shapeResize({ ...flannel, expectedPods: { from: 200, to: pods }, podsPerNode: 100 });

  expect(to(500)).toMatchObject({ nodes: { min: 5, max: 5 }, added: [], removed: [], maxPoolSize: undefined });
  expect(to(20)).toMatchObject({ added: [], removed: [] });
  expect(to(700)).toEqual({ kind: 'too-many-nodes', nodes: 7, addressesPerZone: 12 });
});
