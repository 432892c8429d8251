import type { Step } from './workflow.ts';

/** Steps that are gone through in this order when the operation is rolled back, and never on its way forward. */
export function onWayBack(steps: readonly Step[]): Step[] {
  return steps.toReversed().map(({ leadsOn: _, ...step }) => ({
    ...step,
    backOnly: true,
    undo: (context) => step.ensure(context),
  }));
}
