import { z } from 'zod';
import { hasGivenUp, type ResizePlan } from '../../domain/resize-plan.ts';
import { poolOf } from '../../store/pool-record.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace as namespace, terwayConfigMap } from '../pool-steps/terway-config-map.ts';
import { done, type Step, type StepContext, type StepOutcome } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { atStage, changePoolVSwitches } from './change-pool-vswitches.ts';
import { addedVSwitches, markerOfPlan, resizePlanOf } from './target.ts';

const takenOut = z.object({ takesOut: z.array(z.string()) });

/**
 * Keeps the vSwitches as they are to be in the pool's record in its cluster, then tells Terway of them; both read back.
 * Every zone of the pool has at least one in the list, whatever leaves (DESIGN promises 2 and 3).
 */
export function rewriteConfigMapStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'config-map',
    title: 'Terway ConfigMap',
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const plan = resizePlanOf(context);
      await noteTakenOut(deps, context, plan);
      const eniConf = await ensureResizeConfigMap(deps, context, { isRecorded: true });
      const also = await changePoolVSwitches(deps, context, (vSwitches) =>
        vSwitches.map((one) => {
          if (plan.added.some(({ cidrBlock }) => cidrBlock === one.cidrBlock)) return { ...one, stage: undefined };
          const isOld = one.stage === 'left' || !plan.removed.some(({ cidrBlock }) => cidrBlock === one.cidrBlock);
          return isOld ? one : { ...one, stage: 'leaving' };
        }),
      );
      return done({ configMap: `${namespace}/${plan.configMapName}`, eniConf }, { also });
    },
    undo: (context) => putBack(deps, context),
  };
}

/**
 * Makes sure, also right before nodes are added, that the ConfigMap is as planned: Terway reads it once, when a node
 * starts, and falls back to another network without a word (DESIGN promise 3). Answers what it holds.
 */
export async function ensureResizeConfigMap(
  deps: WorkflowDeps,
  context: StepContext,
  { isRecorded = false } = {},
): Promise<string> {
  const plan = resizePlanOf(context);
  const pool = isRecorded ? await deps.store.read(plan.poolId) : undefined;
  // What Terway uses can be found again without Redis.
  if (pool) await recordGrants(deps, { pool: poolOf(pool), fence: context.fence });
  // Where nodes live in the vSwitches, nobody has to be told of them.
  if (plan.plugin.network !== 'terway') return '';
  const vSwitches = [...plan.kept, ...addedVSwitches(plan, context.facts)];
  return put(deps, context, { vSwitches, maxPoolSize: plan.maxPoolSize });
}

/** What this operation itself takes out: what an earlier one took out is in no whitelist any more, or soon. */
async function noteTakenOut(deps: WorkflowDeps, context: StepContext, plan: ResizePlan): Promise<void> {
  const noted = takenOut.safeParse(context.notes).data?.takesOut;
  if (noted) return;
  const record = await deps.store.read(plan.poolId);
  const serving = record ? poolOf(record).vSwitches.filter(({ stage }) => stage === undefined) : [];
  const isServing = (id: string) => serving.some(({ vSwitchId }) => vSwitchId === id);
  const takesOut = plan.removed.map(({ vSwitchId }) => vSwitchId).filter(isServing);
  await context.note({ takesOut });
}

/** The ConfigMap as it was before this operation; what is new is in use until the nodes were looked at. */
async function putBack(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const plan = resizePlanOf(context);
  const takesOut = takenOut.safeParse(context.notes).data?.takesOut ?? [];
  // What left is in no whitelist any more, or deleted: it stays away, and the next resize finishes it.
  const back = hasGivenUp(context.operation)
    ? []
    : plan.removed.filter(({ vSwitchId }) => takesOut.includes(vSwitchId));
  await put(deps, context, { vSwitches: [...plan.kept, ...back], maxPoolSize: plan.maxPoolSizeBefore });
  const blocks = (vSwitches: readonly { cidrBlock: string }[]) => vSwitches.map(({ cidrBlock }) => cidrBlock);
  const also = await changePoolVSwitches(deps, context, (vSwitches) =>
    atStage(atStage(vSwitches, { cidrBlocks: blocks(plan.added), stage: 'leaving' }), {
      cidrBlocks: blocks(back),
      stage: undefined,
    }),
  );
  return done({}, { also });
}

async function put(
  deps: WorkflowDeps,
  context: StepContext,
  wanted: { vSwitches: ResizePlan['kept']; maxPoolSize: number | undefined },
): Promise<string> {
  const plan = resizePlanOf(context);
  const marker = markerOfPlan(plan);
  const terway = terwayConfigMap(marker, { name: plan.configMapName, ...wanted });
  await putConfigMap(kubernetesOf(deps, plan.clusterName), { wanted: terway, marker, fence: context.fence });
  return terway.data.eni_conf;
}
