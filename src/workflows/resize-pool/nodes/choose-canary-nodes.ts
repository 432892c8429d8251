import { z } from 'zod';
import { markerKeys } from '../../../domain/markers.ts';
import { cloudOf, kubernetesOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { addedVSwitches, resizePlanOf } from '../target.ts';

const name = 'canary-nodes';
const facts = z.object({
  proves: z.array(z.object({ zoneId: z.string(), vSwitchId: z.string(), nodeName: z.string() })),
});

/**
 * Finds in each zone with a new vSwitch a node that has no other addresses to give: only there a canary proves exactly
 * that one, since Terway gives what its old interfaces have first (terway.md 5). Where no node made its interfaces
 * after the ConfigMap was changed there is none, and the new vSwitch stays unproven.
 */
export function chooseCanaryNodesStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name,
    title: 'Nodes with new addresses alone',
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const added = addedVSwitches(resizePlanOf(context), context.facts);
      const found = await Promise.all(added.map((one) => nodeOnlyIn(deps, context, one.vSwitchId)));
      const proves = added.flatMap(({ zoneId, vSwitchId }, index) => {
        const nodeName = found[index];
        return nodeName === undefined ? [] : [{ zoneId, vSwitchId, nodeName }];
      });
      const unproven = added.filter(({ vSwitchId }) => !proves.some((one) => one.vSwitchId === vSwitchId));
      return done({ proves, unproven: unproven.map(({ vSwitchId }) => vSwitchId) });
    },
  };
}

/** Where the canary of a zone has to run, and the vSwitch that it proves then; undefined where any will do. */
export function canaryNodeOf(
  context: StepContext,
  zoneId: string,
): { nodeName: string; vSwitchId: string } | undefined {
  return facts.safeParse(context.facts(name)).data?.proves.find((one) => one.zoneId === zoneId);
}

async function nodeOnlyIn(deps: WorkflowDeps, context: StepContext, vSwitchId: string): Promise<string | undefined> {
  const { clusterName, poolId } = resizePlanOf(context);
  const { ecs } = cloudOf(deps, clusterName);
  const [nodes, inIt] = await Promise.all([
    kubernetesOf(deps, clusterName).listNodes(`${markerKeys.pool}=${poolId}`),
    ecs.listNetworkInterfaces({ vSwitchId }, 'fresh'),
  ]);
  const candidates = nodes.filter(
    (node) => node.ready && !node.unschedulable && inIt.some(({ instanceId }) => instanceId === node.instanceId),
  );
  for (const { name: nodeName, instanceId } of candidates.toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    const interfaces = await ecs.listNetworkInterfaces({ instanceId }, 'fresh');
    if (interfaces.every((one) => one.type === 'Primary' || one.vSwitchId === vSwitchId)) return nodeName;
  }
  return undefined;
}
