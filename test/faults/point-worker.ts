import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import { type PointResult, runPoint } from './run-point.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

/** What a process that runs points is told, and what it answers. */
export interface PointTask {
  id: number;
  scenario: ScenarioName;
  point: FaultPoint | undefined;
  scale: number;
}
export type PointAnswer = { id: number } & PointResult;
/** What it says before it ends of an exception that nobody caught. */
export interface LastWords {
  lastWords: string;
}

// As in the service's own process: what a library leaves behind must not end it.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', endWith);
process.on('message', (message) => {
  const { id, scenario, point, scale } = message as PointTask;
  runPoint(scenarios[scenario], point, { scale })
    .catch((err: unknown) => ({ problems: [String(err)], wasReached: false, counts: [], ms: 0 }))
    .then((result) => process.send?.({ id, ...result } satisfies PointAnswer))
    .catch(endWith);
});
process.on('disconnect', () => process.exit(0));

function endWith(err: unknown): void {
  const said: LastWords = { lastWords: err instanceof Error ? (err.stack ?? err.message) : String(err) };
  process.send?.(said, undefined, undefined, () => process.exit(1));
}
