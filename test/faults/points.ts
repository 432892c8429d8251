import type { FaultMode, FaultPoint } from '../support/gates/gatekeeper.ts';
import { createRandom } from '../support/random.ts';

export const killModes: readonly FaultMode[] = ['kill-before', 'kill-after'];
/** Quick faults; hanging calls last as long as their deadline and are chosen apart. */
export const faultModes: readonly FaultMode[] = ['error', 'throttled', 'reset-after', 'garbage'];

/** The first and the second call of each name, each with each mode. */
export function pointsOf(counts: readonly [string, number][], modes: readonly FaultMode[]): FaultPoint[] {
  return counts.flatMap(([call, count]) =>
    [1, 2].filter((nth) => nth <= count).flatMap((nth) => modes.map((mode) => ({ call, nth, mode }))),
  );
}

/** So many of the list, chosen by the seed, in their order. */
export function sampleOf<Item>(items: readonly Item[], given: { size: number; seed: number }): Item[] {
  const random = createRandom(given.seed);
  return items
    .map((item, index) => ({ item, index, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, given.size)
    .toSorted((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

/** As a person names a point: `one-zone/kill-after/2/vpc:CreateVSwitch`. */
export function nameOfPoint(scenario: string, { call, nth, mode }: FaultPoint): string {
  return `${scenario}/${mode}/${nth}/${call}`;
}

/** Reads what `nameOfPoint` wrote; undefined when it is no point. */
export function pointFrom(name: string): { scenario: string; point: FaultPoint } | undefined {
  const [, scenario, mode, nth, call] = /^([^/]+)\/([^/]+)\/(\d+)\/(.+)$/.exec(name) ?? [];
  const known = [...killModes, ...faultModes, 'hang' as const].find((one) => one === mode);
  if (!scenario || !known || !nth || !call) return undefined;
  return { scenario, point: { call, nth: Number(nth), mode: known } };
}
