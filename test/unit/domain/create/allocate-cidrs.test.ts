import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AddressSpace, allocateCidrs, findObstacle } from '../../../../src/domain/allocate-cidrs.ts';
import { blockOf, cidrOf, contains, overlaps, prefixOf } from '../../../../src/domain/cidr.ts';

/** Blocks inside 10.0.0.0/22: small enough to try every place. */
const area = blockOf('10.0.0.0/22');
const smallCidr = fc.tuple(fc.integer({ min: 23, max: 32 }), fc.nat(1023)).map(([prefix, offset]) => {
  const size = 2 ** (32 - prefix);
  const first = area.first + Math.floor(offset / size) * size;
  return cidrOf({ first, last: first + size - 1 });
});
const smallSpace: fc.Arbitrary<AddressSpace> = fc.record({
  vpcCidrs: fc.constantFrom(['10.0.0.0/22'], ['10.0.0.0/23', '10.0.2.0/23'], ['10.0.2.0/24']),
  poolCidrs: fc.constantFrom([], ['10.0.1.0/24'], ['10.0.3.0/24', '10.0.0.0/25'], ['10.0.0.0/8']),
  taken: fc.array(smallCidr, { maxLength: 12 }),
  routes: fc.array(fc.record({ cidr: smallCidr, learned: fc.boolean() }), { maxLength: 5 }),
});
const prefixes = fc.array(fc.integer({ min: 24, max: 29 }), { minLength: 1, maxLength: 4 });

/** Tries every aligned place in turn, with the rules of DESIGN promise 5 written out. */
function naive(space: AddressSpace, wanted: number[]): string[] | undefined {
  const found: string[] = [];
  for (const prefix of wanted) {
    const size = 2 ** (32 - prefix);
    const places = Array.from({ length: 1024 / size }, (_, index) => area.first + index * size);
    const place = places.find((first) => isFree(space, { first, last: first + size - 1 }, found));
    if (place === undefined) return undefined;
    found.push(cidrOf({ first: place, last: place + size - 1 }));
  }
  return found;
}

function isFree(space: AddressSpace, block: { first: number; last: number }, found: string[]): boolean {
  const isInside = (cidrs: string[]) => cidrs.some((cidr) => contains(blockOf(cidr), block));
  if (!isInside(space.vpcCidrs) || (space.poolCidrs.length > 0 && !isInside(space.poolCidrs))) return false;
  if ([...space.taken, ...found].some((cidr) => overlaps(blockOf(cidr), block))) return false;
  return !space.routes.some(({ cidr, learned }) =>
    learned ? overlaps(blockOf(cidr), block) : contains(block, blockOf(cidr)),
  );
}

test('on small spaces it finds what trying every place finds: the lowest free one', () => {
  fc.assert(
    fc.property(smallSpace, prefixes, (space, wanted) => {
      expect(allocateCidrs(space, wanted)?.cidrs).toEqual(naive(space, wanted));
    }),
    { numRuns: 1_000 },
  );
});

const anyCidr = fc.tuple(fc.integer({ min: 10, max: 30 }), fc.nat(2 ** 24 - 1)).map(([prefix, offset]) => {
  const size = 2 ** (32 - prefix);
  const first = blockOf('10.0.0.0/8').first + Math.floor(offset / size) * size;
  return cidrOf({ first, last: first + size - 1 });
});

test('in a large VPC blocks are aligned, inside one VPC block, apart from each other and from all that is taken', () => {
  const vpcCidrs = ['10.0.0.0/9', '10.128.0.0/10', '172.16.0.0/12'];
  fc.assert(
    fc.property(fc.array(anyCidr, { maxLength: 40 }), prefixes, (taken, wanted) => {
      const space = { vpcCidrs, poolCidrs: [], taken, routes: [] };
      const { cidrs = [] } = allocateCidrs(space, wanted) ?? {};
      const blocks = cidrs.map(blockOf);
      for (const [index, block] of blocks.entries()) {
        expect(prefixOf(block)).toBe(wanted[index]);
        expect(cidrs[index]).toBe(cidrOf(block));
        expect(vpcCidrs.filter((cidr) => contains(blockOf(cidr), block))).toHaveLength(1);
        expect(taken.filter((cidr) => overlaps(blockOf(cidr), block))).toEqual([]);
        expect(blocks.filter((other) => overlaps(other, block))).toHaveLength(1);
        expect(findObstacle(space, cidrs[index] ?? '')).toBeUndefined();
      }
    }),
  );
});

test('what is reserved for the network itself is never given out', () => {
  const space = { vpcCidrs: ['100.64.0.0/10'], poolCidrs: [], taken: [], routes: [] };
  expect(allocateCidrs(space, [24])).toBeUndefined();
});

test.each([
  ['10.0.0.0/8', true, '10.0.0.0/24'],
  ['0.0.0.0/0', true, '10.0.0.0/24'],
  ['10.0.0.0/16', true, '10.1.0.0/24'],
  ['10.0.0.0/16', false, '10.0.0.0/24'],
  ['10.0.0.0/24', false, '10.0.1.0/24'],
  ['10.0.0.128/25', false, '10.0.1.0/24'],
])('a route to %s (learned: %s) leaves %s as the lowest block', (cidr, learned, expected) => {
  const space = { vpcCidrs: ['10.0.0.0/8'], poolCidrs: [], taken: [], routes: [{ cidr, learned }] };
  expect(allocateCidrs(space, [24])?.cidrs).toEqual([expected]);
});

test('lying inside a learned supernet is worth a word, the default route is not', () => {
  const routes = ['0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12'].map((cidr) => ({ cidr, learned: true }));
  const space = { vpcCidrs: ['10.0.0.0/16'], poolCidrs: [], taken: [], routes };
  expect(allocateCidrs(space, [24])?.insideLearned).toEqual(['10.0.0.0/8']);
});
