import { z } from 'zod';
import { chooseAdded } from '../../../domain/choose-node.ts';
import { markerKeys } from '../../../domain/markers.ts';
import type { Operation } from '../../../domain/operation.ts';
import { drainNode } from '../../pool-steps/drain-node.ts';
import { cloudOf, kubernetesOf } from '../../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { resizePlanOf } from '../target.ts';

const before = z.object({ before: z.array(z.string()) });
const chosen = z.object({ nodes: z.array(z.object({ instanceId: z.string(), nodeName: z.string().optional() })) });
const name = 'back-drain';

/** On the way back: moves the pods off the nodes that the resize has added and that are too many without it. */
export function drainAddedStep(deps: WorkflowDeps): Step {
  return {
    name,
    title: 'Pods moved off the new nodes',
    needs: [],
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const { clusterName, poolId } = resizePlanOf(context);
      const kubernetes = kubernetesOf(deps, clusterName);
      const chosenNodes = chosen.safeParse(context.notes).data?.nodes ?? (await choose(deps, context));
      const names = chosenNodes.flatMap(({ nodeName }) => nodeName ?? []);
      const found = await kubernetes.listNodes(`${markerKeys.pool}=${poolId}`);
      for (const node of found.filter(({ name: nodeName }) => names.includes(nodeName))) {
        const outcome = await drainNode(kubernetes, context, node);
        if (outcome.kind === 'waiting') return outcome;
      }
      return done({ nodes: names });
    },
    async tidy(context) {
      const kubernetes = kubernetesOf(deps, resizePlanOf(context).clusterName);
      const names = (chosen.safeParse(context.notes).data?.nodes ?? []).flatMap(({ nodeName }) => nodeName ?? []);
      for (const nodeName of names) await kubernetes.setUnschedulable(nodeName, false);
    },
  };
}

/** The instances that were drained because they are too many. */
export function drainedAdded(operation: Operation): string[] {
  const notes = operation.steps.find((step) => step.name === name)?.record.notes;
  return (chosen.safeParse(notes).data?.nodes ?? []).map(({ instanceId }) => instanceId);
}

async function choose(deps: WorkflowDeps, context: StepContext) {
  const { clusterName, clusterId, nodePoolId, poolId, nodes: range } = resizePlanOf(context);
  const notes = context.operation.steps.find((step) => step.name === 'scale-nodes')?.record.notes;
  const known = before.safeParse(notes).data?.before;
  // Where ACK scaled by itself it takes out what is not needed.
  if (!known || range.from.max > range.from.min) return [];
  const [machines, found] = await Promise.all([
    cloudOf(deps, clusterName).ack.listNodes({ clusterId, nodePoolId }, 'fresh'),
    kubernetesOf(deps, clusterName).listNodes(`${markerKeys.pool}=${poolId}`),
  ]);
  const all = machines
    .filter(({ state }) => state !== 'removing')
    .map(({ instanceId }) => {
      const node = found.find((one) => one.instanceId === instanceId);
      const { name: nodeName, zoneId, createdAtMs = Number.POSITIVE_INFINITY } = node ?? {};
      return { instanceId, nodeName, zoneId, createdAtMs };
    });
  const nodes = chooseAdded(all, { before: known, wanted: range.from.min });
  await context.note({ nodes: nodes.map(({ instanceId, nodeName }) => ({ instanceId, nodeName })) });
  return nodes;
}
