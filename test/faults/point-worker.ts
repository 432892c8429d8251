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

// As in the service's own process: what a library leaves behind must not end it.
process.on('unhandledRejection', () => undefined);
process.on('message', (message) => {
  const { id, scenario, point, scale } = message as PointTask;
  runPoint(scenarios[scenario], point, { scale })
    .catch((err: unknown) => ({ problems: [String(err)], wasReached: false, counts: [], ms: 0 }))
    .then((result) => process.send?.({ id, ...result } satisfies PointAnswer))
    .catch(() => process.exit(1));
});
process.on('disconnect', () => process.exit(0));
