import fc from 'fast-check';
import { type PoolFinding, poolFindingKinds } from '../../../src/domain/pool-drift/pool-finding.ts';
import type { PoolAround } from '../../../src/slack/blocks/pool-around.ts';
import { text } from './arbitraries.ts';

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const finding: fc.Arbitrary<PoolFinding> = fc.record({
  kind: fc.constantFrom(...poolFindingKinds),
  about: text,
  items: fc.array(text, { maxLength: 30 }),
});

export const anyKnown = fc.record({ id: text, finding, foundAtMs: instant, goneAtMs: maybe(instant) });

/** Who uses a pool and what was found about it. */
export const anyAround: fc.Arbitrary<PoolAround> = fc.record({
  workloads: maybe(
    fc.record({
      atMs: instant,
      workloads: fc.array(
        fc.record({
          ...{ namespace: text, kind: text, name: text, pods: fc.nat(), waiting: fc.nat() },
          podNames: fc.array(text, { maxLength: 5 }),
          usesHost: fc.boolean(),
        }),
        { maxLength: 60 },
      ),
      morePods: fc.nat(),
    }),
  ),
  drift: fc.record({
    known: fc.array(anyKnown, { maxLength: 30 }),
    suspected: fc.constant([]),
    notes: fc.array(finding, { maxLength: 30 }),
    lookedAtMs: maybe(instant),
    hasDegraded: fc.boolean(),
    keptConf: fc.constant(undefined),
  }),
});
