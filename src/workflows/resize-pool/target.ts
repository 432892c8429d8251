import { z } from 'zod';
import type { Marker } from '../../domain/markers.ts';
import type { Facts, Operation } from '../../domain/operation.ts';
import type { ResizePlan } from '../../domain/resize-plan.ts';
import { resizePlanSchema } from '../../store/resize-plan-schema.ts';
import { demandPlan, planIn } from '../pool-steps/plan-of-operation.ts';
import type { PoolTarget } from '../pool-steps/pool-target.ts';
import type { StepContext } from '../runner/workflow.ts';

const vSwitchFacts = z.object({ vSwitchId: z.string() });

/** The plan of an operation whose first step is done. */
export function resizePlanIn(operation: Operation): ResizePlan | undefined {
  return planIn(operation, resizePlanSchema);
}

export function resizePlanOf({ operation }: Pick<StepContext, 'operation'>): ResizePlan {
  return demandPlan(operation, resizePlanSchema);
}

export function markerOfPlan({ installation, poolId, poolName }: ResizePlan): Marker {
  return { installation, poolId, poolName };
}

/** The vSwitches that were made for the plan. */
export function addedVSwitches(
  plan: ResizePlan,
  facts: (step: string) => Facts | undefined,
): { zoneId: string; cidrBlock: string; vSwitchId: string; usableAddresses: number }[] {
  return plan.added.map((one) => ({
    ...one,
    vSwitchId: vSwitchFacts.parse(facts(`vswitch-${one.zoneId}`)).vSwitchId,
  }));
}

/** The pool as it is to be, for the steps that look at its nodes and pods. */
export function targetOfResize(context: StepContext): PoolTarget {
  const plan = resizePlanOf(context);
  return {
    marker: markerOfPlan(plan),
    clusterName: plan.clusterName,
    clusterId: plan.clusterId,
    configMapName: plan.configMapName,
    plugin: plan.plugin,
    vSwitches: [...plan.kept, ...addedVSwitches(plan, context.facts)],
    nodes: plan.nodes.to.min,
    canary: plan.canary,
  };
}
