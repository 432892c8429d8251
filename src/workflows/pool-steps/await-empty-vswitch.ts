import type { Cloud, NetworkInterface } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { cloudOf } from './pool-target.ts';

/** Domain time that a removed node's interfaces may take to go by themselves. */
const patienceMs = 15 * 60_000;

/**
 * Nothing has an address of a vSwitch that goes. What nobody takes away by itself is named to a person; with
 * `cleansDetached` what Terway has left behind, attached to nothing, is deleted.
 */
export function awaitEmptyVSwitchStep(
  deps: WorkflowDeps,
  request: { vSwitchId: string; clusterName: string; needs: string[]; cleansDetached?: boolean },
): Step {
  const { vSwitchId, clusterName, cleansDetached = false } = request;
  return {
    name: `empty-${vSwitchId}`,
    title: `No interfaces left in ${vSwitchId}`,
    needs: request.needs,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { ecs } = cloudOf(deps, clusterName);
      const left = await ecs.listNetworkInterfaces({ vSwitchId }, 'fresh');
      if (left.length === 0) return done({ vSwitchId });
      if (cleansDetached) await deleteDetached(ecs, context, left);
      if (context.clock.elapsed(context.startedAtMs) > patienceMs) throw stillThere(vSwitchId, left);
      return waiting(`${left.length} network interfaces to leave ${vSwitchId}`, context.startedAtMs);
    },
  };
}

async function deleteDetached(ecs: Cloud['ecs'], context: StepContext, left: NetworkInterface[]): Promise<void> {
  for (const { networkInterfaceId } of left.filter(isLeftByTerway)) {
    await context.fence();
    await ecs.deleteNetworkInterface(networkInterfaceId);
  }
}

/** Terway marks what it makes; what a service of Alibaba Cloud manages is never touched (alicloud.md 6). */
function isLeftByTerway({ instanceId, status, serviceManaged, tags }: NetworkInterface): boolean {
  const isTerways = tags.some(({ key, value }) => key === 'creator' && value === 'terway');
  return isTerways && instanceId === undefined && status === 'Available' && !serviceManaged;
}

function stillThere(vSwitchId: string, left: NetworkInterface[]): NeedsHumanError {
  const list = left.slice(0, 10).map((one) => `${one.networkInterfaceId} ${whose(one)}`);
  const more = left.length > 10 ? ` (and ${left.length - 10} more)` : '';
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `vSwitch ${vSwitchId} still has network interfaces: ${list.join(', ')}${more}. No database loses an entry before they are gone. Detached ones of Terway (creator=terway) may be deleted in the ECS console; for the others find out whose they are, then retry.`,
  });
}

function whose(one: NetworkInterface): string {
  if (one.instanceId !== undefined) return `on ${one.instanceId}`;
  if (one.serviceManaged) return 'of a service of Alibaba Cloud';
  if (isLeftByTerway(one)) return 'of Terway, detached';
  return one.description === '' ? 'detached' : `detached (${one.description.slice(0, 60)})`;
}
