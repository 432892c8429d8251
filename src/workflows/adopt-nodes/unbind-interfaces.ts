import { z } from 'zod';
import type { NetworkInterface } from '../../cloud/cloud.ts';
import { adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { adoptPlanOf } from './plan-of.ts';

const notesSchema = z.looseObject({
  taken: z.array(z.object({ id: z.string(), isTerways: z.boolean() })).default([]),
});

/**
 * Takes every network interface but the first off the machine: Terway would go on giving their addresses, which are none
 * of the pool's (terway.md 5). What Terway made of them is deleted where the configuration says so.
 */
export function unbindInterfacesStep(deps: WorkflowDeps, request: { node: NodeToAdopt; needs: string[] }): Step {
  const { node, needs } = request;
  const { nodeName, instanceId } = node;
  return {
    ...{ name: adoptSteps(node).unbind, title: `Network interfaces of ${nodeName} taken off`, needs },
    deadlineMs: 30 * 60_000,
    async ensure(context) {
      const { ecs } = cloudOf(deps, adoptPlanOf(context).clusterName);
      const found = await ecs.listNetworkInterfaces({ instanceId }, 'fresh');
      const others = found.filter(({ type }) => type !== 'Primary');
      const managed = others.find(({ serviceManaged }) => serviceManaged);
      if (managed) throw isManaged(nodeName, managed);
      const taken = await noteTaken(context, others);
      // The vendor takes the members of a trunk off before it lets the trunk itself go.
      for (const one of others.filter(({ status }) => status === 'InUse')) {
        await context.fence();
        await ecs.detachNetworkInterface({ instanceId, networkInterfaceId: one.networkInterfaceId });
      }
      if (others.length > 0) return waiting(`${others.length} interfaces to leave ${nodeName}`, context.startedAtMs);
      const cleaned = deps.settings.cleansDetachedEnis ? taken.filter(({ isTerways }) => isTerways) : [];
      for (const { id } of cleaned) {
        await context.fence();
        await ecs.deleteNetworkInterface(id);
      }
      const left = taken.filter((one) => !cleaned.includes(one)).map(({ id }) => id);
      return done({ deleted: cleaned.map(({ id }) => id), detached: left });
    },
  };
}

async function noteTaken(context: StepContext, others: NetworkInterface[]) {
  const { taken } = notesSchema.parse(context.notes);
  const isNew = ({ networkInterfaceId }: NetworkInterface) => !taken.some(({ id }) => id === networkInterfaceId);
  const more = others.filter(isNew).map(({ networkInterfaceId: id, tags }) => {
    return { id, isTerways: tags.some(({ key, value }) => key === 'creator' && value === 'terway') };
  });
  if (more.length > 0) await context.note({ taken: [...taken, ...more] });
  return [...taken, ...more];
}

function isManaged(nodeName: string, { networkInterfaceId }: NetworkInterface): NeedsHumanError {
  return new NeedsHumanError({
    code: 'STILL_IN_USE',
    publicText: `Network interface ${networkInterfaceId} of ${nodeName} belongs to a service of Alibaba Cloud and is not ours to take off. Have that service let go of it, then retry.`,
  });
}
