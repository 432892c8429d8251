import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import type { Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';
import { untilNothing } from './until.ts';

export interface PointResult {
  /** What was wrong at the end; empty: survived. */
  problems: string[];
  /** Whether the point came at all. */
  wasReached: boolean;
  /** Calls of the first instance by name. */
  counts: [string, number][];
  ms: number;
}

const restsWithinMs = 40_000;

/** Plays a scenario in a world of its own, with a fault at one point or without any. */
export async function runPoint(
  scenario: Scenario,
  point: FaultPoint | undefined,
  options: { scale: number },
): Promise<PointResult> {
  const startedAt = performance.now();
  const stage = await openStage({ scale: options.scale, file: scenario.file });
  const problems = await playAndCheck(stage, scenario, point);
  const counts = [...stage.counts()];
  const wasReached = stage.hasStruck();
  await stage.close();
  return { problems, wasReached, counts, ms: Math.round(performance.now() - startedAt) };
}

async function playAndCheck(stage: Stage, scenario: Scenario, point: FaultPoint | undefined): Promise<string[]> {
  try {
    await scenario.prepare(stage);
    stage.arm(point);
    await scenario.play(stage);
    return await untilNothing(restsWithinMs, () => scenario.check(stage));
  } catch (err) {
    return [err instanceof Error ? err.message : String(err)];
  }
}
