import { TerminalError } from '../../domain/errors.ts';
import { makeVSwitchStep } from '../pool-steps/make-vswitch.ts';
import type { Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { markerOf, planOf } from './target.ts';

/** Makes the pool's vSwitch in one zone, the only one that a new pool has there. */
export function createVSwitchStep(
  deps: WorkflowDeps,
  request: { zoneId: string; vpcId: string; needs: string[] },
): Step {
  const { zoneId } = request;
  return makeVSwitchStep(deps, {
    ...request,
    wanted(context) {
      const plan = planOf(context);
      const zone = plan.zones.find((one) => one.zoneId === zoneId);
      if (!zone) throw new TerminalError({ code: 'PLAN_INVALID', publicText: `The plan has no zone ${zoneId}.` });
      const { clusterName, regionId, vpcId } = plan;
      return { marker: markerOf(plan), clusterName, regionId, vpcId, zoneId, cidrBlock: zone.cidrBlock, others: [] };
    },
  });
}
