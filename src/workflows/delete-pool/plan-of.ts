import type { DeletePlan } from '../../domain/delete-plan.ts';
import type { Marker } from '../../domain/markers.ts';
import type { Operation } from '../../domain/operation.ts';
import { deletePlanSchema } from '../../store/delete-plan-schema.ts';
import { demandPlan, planIn } from '../pool-steps/plan-of-operation.ts';
import type { StepContext } from '../runner/workflow.ts';

/** The plan of an operation whose first step was done once. */
export function deletePlanIn(operation: Operation): DeletePlan | undefined {
  return planIn(operation, deletePlanSchema);
}

export function deletePlanOf({ operation }: Pick<StepContext, 'operation'>): DeletePlan {
  return demandPlan(operation, deletePlanSchema);
}

export function markerOfDelete({ installation, poolId, poolName }: DeletePlan): Marker {
  return { installation, poolId, poolName };
}
