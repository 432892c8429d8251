import { restartTerway } from '../pool-steps/restart-terway.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { markerOfPlan, resizePlanOf } from './target.ts';

/**
 * Where Terway reads its configuration only when it starts (terway.md 1.4, node-local IPAM), it is started again on the
 * pool's nodes. Running pods keep their addresses.
 */
export function restartTerwayStep(
  deps: WorkflowDeps,
  request: { name: string; needs: string[]; daemonSetName: string },
): Step {
  return {
    name: request.name,
    title: 'Terway started again on the nodes',
    needs: request.needs,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      const { clusterName, configMapName } = plan;
      const outcome = await restartTerway(deps, context, {
        ...{ clusterName, configMapName, marker: markerOfPlan(plan), daemonSetName: request.daemonSetName },
      });
      return typeof outcome === 'number' ? done({ restarted: outcome }) : outcome;
    },
  };
}
