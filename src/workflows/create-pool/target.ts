import { z } from 'zod';
import type { CreatePlan } from '../../domain/create-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Marker } from '../../domain/markers.ts';
import type { PoolTarget } from '../pool-steps/pool-target.ts';
import type { StepContext } from '../runner/workflow.ts';

const vSwitchFacts = z.object({ vSwitchId: z.string() });
const nodePoolFacts = z.object({ nodePoolId: z.string() });

/** The plan of a step that comes after planning. */
export function planOf(context: StepContext): CreatePlan {
  if (context.plan) return context.plan.plan;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'There is no plan yet. Retry to compute it.' });
}

export function markerOf(plan: CreatePlan): Marker {
  return { installation: plan.installation, poolId: plan.poolId, poolName: plan.poolName };
}

export function nodePoolIdOf(context: StepContext): string {
  return nodePoolFacts.parse(context.facts('node-pool')).nodePoolId;
}

/** The vSwitches that were made for the plan's zones. */
export function vSwitchesOf(context: StepContext): { zoneId: string; cidrBlock: string; vSwitchId: string }[] {
  return planOf(context).zones.map(({ zoneId, cidrBlock }) => ({
    zoneId,
    cidrBlock,
    vSwitchId: vSwitchFacts.parse(context.facts(`vswitch-${zoneId}`)).vSwitchId,
  }));
}

export function targetOfPlan(context: StepContext): PoolTarget {
  const plan = planOf(context);
  return {
    marker: markerOf(plan),
    clusterName: plan.clusterName,
    clusterId: plan.clusterId,
    configMapName: plan.configMapName,
    terwayDaemonSet: plan.terway.daemonSetName,
    vSwitches: vSwitchesOf(context),
    nodes: plan.nodes.min,
    canary: plan.canary,
  };
}
