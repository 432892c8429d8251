import { expect, test } from 'vitest';
import {
  allocateForZones,
  demandOffered,
  podAddressesOf,
  sizeOrExplain,
} from '../../../src/workflows/create-pool/preflight/size-and-allocate.ts';

const space = { vpcCidrs: ['10.0.0.0/8'], poolCidrs: ['10.64.128.0/24'], taken: [] as string[], routes: [] };
const free = (prefix: number) => ({ prefix, kept: undefined });
const type = (instanceTypeId: string, eniQuantity: number, eniPrivateIpAddressQuantity: number) => {
  return {
    instanceTypeId,
    eniQuantity,
    eniPrivateIpAddressQuantity,
    cpuCores: 4,
    memoryGib: 16,
    eniTotalQuantity: 8,
    trunkSupported: false,
  };
};
const sizing = {
  network: 'terway' as const,
  expectedPods: 40,
  zones: 2,
  nodes: undefined,
  defaultNodes: 2,
  podsPerNode: 45,
  daemonSetPods: 0,
  trunk: false,
};

test('where no free blocks are left, the plan says how large a block was looked for and where', () => {
  const look = () => allocateForZones(space, [free(24), free(24)]);
  expect(look).toThrow(expect.objectContaining({ code: 'ADDRESSES_EXHAUSTED' }));
  expect(look).toThrow(/no room for 2 free \/24 blocks in 10\.64\.128\.0\/24/);
});

test('zones may need blocks of different sizes, and what lies inside a learned route is told', () => {
  const routes = [{ cidr: '10.0.0.0/8', learned: true }];
  expect(allocateForZones({ ...space, routes }, [free(25), free(26)])).toEqual({
    cidrs: ['10.64.128.0/25', '10.64.128.128/26'],
    insideLearned: ['10.0.0.0/8'],
  });
  expect(() => allocateForZones(space, [free(24), free(25)])).toThrow(/a free \/24 block and a free \/25 block/);
});

test('a block that an earlier plan chose stays as long as nothing is in its way', () => {
  const kept = ['10.64.128.64/26', '10.64.128.128/26'];
  const blocks = kept.map((cidr) => ({ prefix: 26, kept: cidr }));
  expect(allocateForZones(space, blocks).cidrs).toEqual(kept);
  const taken = ['10.64.128.130/32'];
  expect(allocateForZones({ ...space, taken }, blocks).cidrs).toEqual(['10.64.128.64/26', '10.64.128.0/26']);
});

test('the smallest of several instance types counts', () => {
  expect(podAddressesOf([type('a', 4, 15), type('b', 3, 10)])).toBe(20);
});

test('an instance type that is not offered, or too small for Terway, stops the plan by name', () => {
  expect(() => demandOffered(['a', 'gone'], [type('a', 4, 15)])).toThrow(/Instance type gone is not offered/);
  expect(() => podAddressesOf([type('small', 2, 6)])).toThrow(/small gives a node only 6 pod addresses/);
});

test.each([
  [{ nodes: { min: 1, max: 1 } }, '1 nodes cannot cover 2 zones', '--nodes 2'],
  [{ expectedPods: 400, nodes: { min: 3, max: 3 } }, 'hold about 135 pods, not 400', '--nodes 9'],
  [{ expectedPods: 60_000 }, '60000 pods in one zone', 'several pools'],
])('what cannot be sized is explained with a way out: %j', (change, why, wayOut) => {
  const size = () => sizeOrExplain({ ...sizing, ...change });
  expect(size).toThrow(expect.objectContaining({ code: 'PLAN_INVALID', message: expect.stringContaining(why) }));
  expect(size).toThrow(new RegExp(wayOut));
});
