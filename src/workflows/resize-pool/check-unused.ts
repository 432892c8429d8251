import { NeedsHumanError } from '../../domain/errors.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { addedVSwitches, resizePlanOf } from './target.ts';

/** On the way back, once Terway does not know them any more: what is new goes only while nothing has an address of it. */
export function checkUnusedStep(deps: WorkflowDeps): Step {
  return {
    name: 'back-unused',
    title: 'Nothing in the new vSwitches',
    needs: [],
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      const { ecs } = cloudOf(deps, plan.clusterName);
      const added = addedVSwitches(plan, context.facts);
      const used = await Promise.all(added.map(({ vSwitchId }) => ecs.listNetworkInterfaces({ vSwitchId }, 'fresh')));
      const interfaces = used.flat();
      if (interfaces.length === 0) return done({});
      const list = interfaces
        .slice(0, 5)
        .map((one) => `${one.networkInterfaceId} on ${one.instanceId ?? 'no instance'}`);
      throw new NeedsHumanError({
        code: 'STILL_IN_USE',
        publicText: `Nodes have ${interfaces.length} network interfaces in the new vSwitches already (${list.join(', ')}), so pods may have addresses of them. Terway makes no more of them. Replace these nodes and try again.`,
      });
    },
  };
}
