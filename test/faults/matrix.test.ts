import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { openPointPool, type PointPool } from './point-pool.ts';
import { faultModes, killModes, nameOfPoint, pointFrom, pointsOf, sampleOf } from './points.ts';
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
    atOnce: Number(process.env.FAULT_AT_ONCE ?? 4),
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
const selections: Record<ScenarioName, Selection> = {
  'one-zone': isComplete ? all : { kills: 80, others: 12, hangs: 1 },
  'roll-back': isComplete ? all : { kills: 30, others: 6, hangs: 0 },
  'two-zones': isComplete ? all : { kills: 10, others: 5, hangs: 0 },
  verify: isComplete ? all : { kills: 10, others: 5, hangs: 0 },
  apply: isComplete ? all : { kills: 12, others: 6, hangs: 0 },
  revoke: isComplete ? all : { kills: 10, others: 4, hangs: 0 },
  extend: isComplete ? all : { kills: 6, others: 2, hangs: 0 },
  expire: isComplete ? all : { kills: 3, others: 1, hangs: 0 },
};
const names = Object.keys(selections) as ScenarioName[];

if (only === undefined) {
  test.each(names)('%s ends the same whatever goes wrong at any one call', async (name) => {
    const calm = await pool.run({ scenario: name, point: undefined, scale });
    expect(calm.problems, `${scenarios[name].name} without a fault`).toEqual([]);
    const chosen = choose(calm.counts, selections[name]);

    const failures = await survive(name, chosen);

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
  const kills = pointsOf(counts, killModes).filter((point) => isComplete || !tried.has(nameOfPoint('', point)));
  for (const point of kills) tried.add(nameOfPoint('', point));
  return [
    ...sampleOf(kills, { size: selection.kills, seed }),
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
