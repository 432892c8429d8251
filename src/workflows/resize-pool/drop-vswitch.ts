import { deleteUnused } from '../pool-steps/delete-vswitch.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { changePoolVSwitches } from './change-pool-vswitches.ts';
import { resizePlanOf } from './target.ts';

/** Deletes a vSwitch that left the pool, once no group of any visible database names its CIDR (DESIGN promise 10). */
export function dropVSwitchStep(
  deps: WorkflowDeps,
  request: { vSwitchId: string; vpcId: string; needs: string[] },
): Step {
  const { vSwitchId } = request;
  return {
    name: `drop-${vSwitchId}`,
    title: `vSwitch ${vSwitchId} deleted`,
    needs: request.needs,
    lock: `vpc-${request.vpcId}`,
    deadlineMs: 15 * 60_000,
    async ensure(context) {
      const { clusterName, regionId } = resizePlanOf(context);
      const { vpc } = cloudOf(deps, clusterName);
      const outcome = await deleteUnused(deps, { context, vpc, vSwitchId, clusterName, regionId });
      if (outcome.kind === 'waiting') return outcome;
      const also = await changePoolVSwitches(deps, context, (vSwitches) =>
        vSwitches.filter((one) => one.vSwitchId !== vSwitchId),
      );
      return done(outcome.facts, { also });
    },
  };
}
