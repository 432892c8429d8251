import type { NetworkInterface } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

/** Domain time that a removed node's interfaces may take to go by themselves. */
const patienceMs = 15 * 60_000;

/** Nothing has an address of a vSwitch that leaves. What nobody takes away by itself is named to a person. */
export function awaitEmptyVSwitchStep(
  deps: WorkflowDeps,
  request: { vSwitchId: string; zoneId: string; needs: string[] },
): Step {
  const { vSwitchId } = request;
  return {
    name: `empty-${vSwitchId}`,
    title: `No interfaces left in ${vSwitchId}`,
    needs: request.needs,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { ecs } = cloudOf(deps, resizePlanOf(context).clusterName);
      const left = await ecs.listNetworkInterfaces({ vSwitchId }, 'fresh');
      if (left.length === 0) return done({ vSwitchId });
      if (context.clock.elapsed(context.startedAtMs) > patienceMs) throw stillThere(vSwitchId, left);
      return waiting(`${left.length} network interfaces to leave ${vSwitchId}`, context.startedAtMs);
    },
  };
}

function stillThere(vSwitchId: string, left: NetworkInterface[]): NeedsHumanError {
  const list = left.slice(0, 10).map((one) => `${one.networkInterfaceId} ${whose(one)}`);
  const more = left.length > 10 ? ` (and ${left.length - 10} more)` : '';
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `vSwitch ${vSwitchId} still has network interfaces: ${list.join(', ')}${more}. No database loses an entry before they are gone. Detached ones of Terway (creator=terway) may be deleted in the ECS console; for the others find out whose they are, then retry.`,
  });
}

function whose({ instanceId, tags }: NetworkInterface): string {
  if (instanceId !== undefined) return `on ${instanceId}`;
  return tags.some(({ key, value }) => key === 'creator' && value === 'terway') ? 'of Terway, detached' : 'detached';
}
