import type { DeletePlan } from '../../domain/delete-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Marker } from '../../domain/markers.ts';
import type { Operation } from '../../domain/operation.ts';
import { deletePlanSchema } from '../../store/delete-plan-schema.ts';
import type { StepContext } from '../runner/workflow.ts';

/** The plan of an operation whose first step was done once. */
export function deletePlanIn(operation: Operation): DeletePlan | undefined {
  const facts = operation.steps.find(({ name }) => name === 'plan')?.record.facts;
  return facts?.plan === undefined ? undefined : deletePlanSchema.parse(facts.plan);
}

export function deletePlanOf({ operation }: Pick<StepContext, 'operation'>): DeletePlan {
  const plan = deletePlanIn(operation);
  if (plan) return plan;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'There is no plan yet. Retry to compute it.' });
}

export function markerOfDelete({ installation, poolId, poolName }: DeletePlan): Marker {
  return { installation, poolId, poolName };
}
