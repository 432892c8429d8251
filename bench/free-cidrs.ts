import { type AddressSpace, allocateCidrs } from '../src/domain/allocate-cidrs.ts';
import type { Figure, Row } from './row.ts';

/** Finding a free block for each of three zones in a VPC that is nearly full at its front. */
export const freeCidrs: Row = {
  name: 'free-cidrs',
  measure: async () => [
    figure({ vSwitches: 150, routes: 200, limit: 1 }),
    figure({ vSwitches: 10_000, routes: 200, limit: 5 }),
  ],
};

function figure(o: { vSwitches: number; routes: number; limit: number }): Figure {
  const space = spaceOf(o);
  const times = Array.from({ length: 60 }, () => {
    const startedAt = performance.now();
    if (!allocateCidrs(space, [26, 26, 26])) throw new Error('no free block found');
    return performance.now() - startedAt;
  });
  const sorted = times.slice(10).sort((left, right) => left - right);
  return {
    what: `free CIDRs among ${o.vSwitches} vSwitches and ${o.routes} routes`,
    against: 'time itself',
    measured: sorted[0] ?? Number.NaN,
    detail: `best of 50; median ${(sorted[25] ?? Number.NaN).toFixed(2)} ms, the first one, cold, ${(times[0] ?? Number.NaN).toFixed(2)} ms`,
    limit: o.limit,
    unit: 'ms',
  };
}

function spaceOf({ vSwitches, routes }: { vSwitches: number; routes: number }): AddressSpace {
  const block = (index: number) =>
    `10.${Math.floor(index / 1024)}.${Math.floor(index / 4) % 256}.${(index % 4) * 64}/26`;
  return {
    vpcCidrs: ['10.0.0.0/8'],
    poolCidrs: [],
    taken: Array.from({ length: vSwitches }, (_, index) => block((index * 7919) % vSwitches)),
    routes: Array.from({ length: routes }, (_, index) => ({ cidr: `172.20.${index}.0/24`, learned: index % 2 === 0 })),
  };
}
