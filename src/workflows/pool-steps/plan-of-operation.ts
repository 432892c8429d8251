import type { z } from 'zod';
import { TerminalError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';

/**
 * The plan among the facts of an operation's step `plan`; undefined until that was done once. Throws ZodError when the
 * record holds something else.
 */
export function planIn<Plan>({ steps }: Pick<Operation, 'steps'>, schema: z.ZodType<Plan>): Plan | undefined {
  const facts = steps.find(({ name }) => name === 'plan')?.record.facts;
  return facts?.plan === undefined ? undefined : schema.parse(facts.plan);
}

/** The same for the steps after it. Throws PLAN_INVALID when there is none. */
export function demandPlan<Plan>(operation: Pick<Operation, 'steps'>, schema: z.ZodType<Plan>): Plan {
  const plan = planIn(operation, schema);
  if (plan !== undefined) return plan;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'There is no plan yet. Retry to compute it.' });
}
