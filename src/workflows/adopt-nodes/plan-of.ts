import { z } from 'zod';
import type { AdoptPlan } from '../../domain/adopt-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import { adoptPlanSchema } from '../../store/adopt-plan-schema.ts';
import { demandPlan, planIn } from '../pool-steps/plan-of-operation.ts';
import type { PoolTarget } from '../pool-steps/pool-target.ts';
import type { StepContext } from '../runner/workflow.ts';

const inputSchema = z.object({ nodes: z.array(z.string()) });

/** The names of the nodes that were asked for. Throws ZodError when the record holds something else. */
export function nodesAskedFor({ input }: Operation): string[] {
  return inputSchema.parse(input).nodes;
}

/** The plan of an operation whose first step was done once. */
export function adoptPlanIn(operation: Operation): AdoptPlan | undefined {
  return planIn(operation, adoptPlanSchema);
}

export function adoptPlanOf({ operation }: Pick<StepContext, 'operation'>): AdoptPlan {
  return demandPlan(operation, adoptPlanSchema);
}

/** The pool that the nodes come into, for the steps that look at nodes and pods. */
export function targetOfAdopt(context: StepContext): PoolTarget {
  const { installation, poolId, poolName, clusterName, clusterId, ...plan } = adoptPlanOf(context);
  return {
    ...{ marker: { installation, poolId, poolName }, clusterName, clusterId, configMapName: plan.configMapName },
    plugin: { network: 'terway', daemonSetName: plan.terwayDaemonSet },
    ...{ vSwitches: plan.vSwitches, nodes: 1, canary: plan.canary },
  };
}
