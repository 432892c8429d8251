import { z } from 'zod';
import type { AdoptPlan } from '../../domain/adopt-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import { adoptPlanSchema } from '../../store/adopt-plan-schema.ts';
import type { PoolTarget } from '../pool-steps/pool-target.ts';
import type { StepContext } from '../runner/workflow.ts';

const inputSchema = z.object({ nodes: z.array(z.string()) });

/** The names of the nodes that were asked for. Throws ZodError when the record holds something else. */
export function nodesAskedFor({ input }: Operation): string[] {
  return inputSchema.parse(input).nodes;
}

/** The plan of an operation whose first step was done once. */
export function adoptPlanIn(operation: Operation): AdoptPlan | undefined {
  const facts = operation.steps.find(({ name }) => name === 'plan')?.record.facts;
  return facts?.plan === undefined ? undefined : adoptPlanSchema.parse(facts.plan);
}

export function adoptPlanOf({ operation }: Pick<StepContext, 'operation'>): AdoptPlan {
  const plan = adoptPlanIn(operation);
  if (plan) return plan;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'There is no plan yet. Retry to compute it.' });
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
