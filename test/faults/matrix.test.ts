import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { openPointPool, type PointPool } from './point-pool.ts';
import { faultModes, killModes, nameOfPoint, pointFrom, pointsOf, sampleOf } from './points.ts';
import type { PointResult } from './run-point.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

const isComplete = process.env.FAULTS === 'all';
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Date.now() / 86_400_000));
const only = process.env.FAULT_POINT;
/** The slowest recovery takes a few seconds; the shortest deadline of a step is ten minutes of domain time. */
const scale = Number(process.env.FAULT_SCALE ?? 25);
/** A call that hangs takes its whole deadline of fifteen seconds, which must be less than a step's. */
const scaleOfHangs = 20;

let pool: PointPool;
beforeAll(async () => {
  const url = new URL(await freshRedisUrl());
  pool = openPointPool({
    processes: Number(process.env.FAULT_PROCESSES ?? 2),
    atOnce: Number(process.env.FAULT_AT_ONCE ?? 6),
    pointsPerProcess: 40,
    redisUrl: `redis://${url.host}`,
  });
});
afterAll(() => pool.close());

interface Selection {
  kills: number;
  others: number;
  hangs: number;
}
const all = { kills: Number.POSITIVE_INFINITY, others: Number.POSITIVE_INFINITY, hangs: 8 };
/** Those that wait for ends come first: what keeps the processor busy fits in between. */
const selections: Record<ScenarioName, Selection> = {
  // Its way to a pool that is large is the longest of all: it is played by the complete matrix alone.
  shrink: isComplete ? all : { kills: 0, others: 0, hangs: 0 },
  grow: isComplete ? all : { kills: 2, others: 1, hangs: 0 },
  apply: isComplete ? all : { kills: 8, others: 4, hangs: 0 },
  revoke: isComplete ? all : { kills: 6, others: 3, hangs: 0 },
  extend: isComplete ? all : { kills: 4, others: 1, hangs: 0 },
  expire: isComplete ? all : { kills: 2, others: 1, hangs: 0 },
  namespaces: isComplete ? all : { kills: 3, others: 1, hangs: 0 },
  'left-over': isComplete ? all : { kills: 3, others: 1, hangs: 0 },
  'new-pool': isComplete ? all : { kills: 4, others: 1, hangs: 0 },
  'one-zone': isComplete ? all : { kills: 30, others: 8, hangs: 1 },
  'roll-back': isComplete ? all : { kills: 12, others: 4, hangs: 0 },
  'two-zones': isComplete ? all : { kills: 6, others: 3, hangs: 0 },
  delete: isComplete ? all : { kills: 5, others: 2, hangs: 0 },
  adopt: isComplete ? all : { kills: 3, others: 1, hangs: 0 },
  repair: isComplete ? all : { kills: 3, others: 1, hangs: 0 },
  verify: isComplete ? all : { kills: 6, others: 3, hangs: 0 },
};
const names = Object.keys(selections) as ScenarioName[];
const played = names.filter((name) => selections[name].kills > 0);

if (only === undefined) {
  const calm = new Map<ScenarioName, PointResult>();
  const chosen = new Map<ScenarioName, FaultPoint[]>();
  beforeAll(async () => {
    const results = await Promise.all(played.map((name) => pool.run({ scenario: name, point: undefined, scale })));
    for (const [index, name] of played.entries()) {
      const result = results[index];
      if (!result) continue;
      calm.set(name, result);
      chosen.set(name, choose(result.counts, selections[name]));
    }
  }, 300_000);

  // All at once: some scenarios keep the processor busy, others mostly wait for an end to come.
  test.concurrent.each(played)('%s ends the same whatever goes wrong at any one call', async (name) => {
    expect(calm.get(name)?.problems, `${scenarios[name].name} without a fault`).toEqual([]);

    const failures = await survive(name, chosen.get(name) ?? []);

    expect(failures.join('\n\n')).toBe('');
  });
} else {
  test(`survives ${only}`, async () => {
    const given = pointFrom(only);
    const name = names.find((one) => one === given?.scenario);
    if (!given || !name) throw new Error(`${only} is no point; for example one-zone/kill-after/1/vpc:CreateVSwitch`);

    const failures = await survive(name, [given.point]);

    expect(failures.join('\n\n')).toBe('');
  });
}

/** Points that an earlier scenario has tried: the beginning of a create is the same in all of them. */
const tried = new Set<string>();

function choose(counts: [string, number][], selection: Selection): FaultPoint[] {
  const untried = pointsOf(counts, killModes).filter((point) => isComplete || !tried.has(nameOfPoint('', point)));
  const kills = sampleOf(untried, { size: selection.kills, seed });
  for (const point of kills) tried.add(nameOfPoint('', point));
  return [
    ...kills,
    ...sampleOf(pointsOf(counts, faultModes), { size: selection.others, seed }),
    ...sampleOf(pointsOf(counts, ['hang']), { size: selection.hangs, seed }),
  ];
}

/** Runs the points; answers what did not survive, each with how to run it alone. */
async function survive(name: ScenarioName, points: FaultPoint[]): Promise<string[]> {
  const startedAt = performance.now();
  const results = await Promise.all(
    points.map(async (point) => {
      const result = await pool.run({ scenario: name, point, scale: point.mode === 'hang' ? scaleOfHangs : scale });
      if (result.problems.length > 0) console.log(failureText(name, point, result.problems));
      return { point, ...result };
    }),
  );
  const failures = results.filter(({ problems }) => problems.length > 0);
  const missed = results.filter(({ wasReached }) => !wasReached);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(
    `${scenarios[name].name}: ${points.length} points tried, ${points.length - failures.length} survived, ` +
      `${missed.length} did not come again (seed ${seed}, ${seconds} s)`,
  );
  return failures.map(({ point, problems }) => failureText(name, point, problems));
}

function failureText(name: ScenarioName, point: FaultPoint, problems: string[]): string {
  return `FAULT_POINT='${nameOfPoint(name, point)}'\n  ${problems.slice(0, 6).join('\n  ')}`;
}
