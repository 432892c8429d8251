import { z } from 'zod';
import type { CreatePlan } from '../../domain/create-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Marker } from '../../domain/markers.ts';
import { admitsWholeNodes, type SelectedPool } from '../../domain/pool-network.ts';
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

/** The pool of a plan as its workloads find it. */
export function selectedPoolOf({ poolName, configMapName, plugin }: CreatePlan): SelectedPool {
  return { name: poolName, configMapName, network: plugin.network };
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

/** Where the pool's nodes live, one for each zone: the cluster's own vSwitches, else those of the pool. */
export function nodeVSwitchesOf(context: StepContext): { zoneId: string; vSwitchId: string }[] {
  const { plugin, zones } = planOf(context);
  if (admitsWholeNodes(plugin)) return vSwitchesOf(context);
  return zones.flatMap(({ zoneId, nodeVSwitchId }) =>
    nodeVSwitchId === undefined ? [] : [{ zoneId, vSwitchId: nodeVSwitchId }],
  );
}

export function targetOfPlan(context: StepContext): PoolTarget {
  const plan = planOf(context);
  return {
    marker: markerOf(plan),
    clusterName: plan.clusterName,
    clusterId: plan.clusterId,
    configMapName: plan.configMapName,
    plugin: plan.plugin,
    vSwitches: vSwitchesOf(context),
    nodes: plan.nodes.min,
    canary: plan.canary,
  };
}
