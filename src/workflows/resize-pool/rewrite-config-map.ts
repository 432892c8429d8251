import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { ResizePlan } from '../../domain/resize-plan.ts';
import type { ConfigMapToApply } from '../../kubernetes/kubernetes.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace as namespace, terwayConfigMap } from '../pool-steps/terway-config-map.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { atStage, changePoolVSwitches } from './change-pool-vswitches.ts';
import { addedVSwitches, markerOfPlan, resizePlanOf } from './target.ts';

/**
 * Tells Terway of the vSwitches as they are to be, and keeps them in the pool's record in its cluster; both read back.
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
      const added = addedVSwitches(plan, context.facts);
      const conf = await putBoth(deps, context, [...plan.kept, ...added]);
      const also = await changePoolVSwitches(deps, context, (vSwitches) =>
        atStage(atStage(vSwitches, { cidrBlocks: blocksOf(plan.added), stage: undefined }), {
          cidrBlocks: blocksOf(plan.removed),
          stage: 'leaving',
        }),
      );
      return done({ configMap: `${namespace}/${plan.configMapName}`, eniConf: conf }, { also });
    },
    undo: (context) => undo(deps, context),
  };
}

/** The ConfigMap as it was; what is new goes only while nothing has an address of it. */
async function undo(deps: WorkflowDeps, context: StepContext) {
  const plan = resizePlanOf(context);
  const { ecs } = cloudOf(deps, plan.clusterName);
  const back = isGone(context) ? [] : plan.removed;
  await putBoth(deps, context, [...plan.kept, ...back]);
  const added = addedVSwitches(plan, context.facts);
  const used = await Promise.all(added.map(({ vSwitchId }) => ecs.listNetworkInterfaces({ vSwitchId }, 'fresh')));
  const interfaces = used.flat();
  if (interfaces.length > 0) {
    const list = interfaces.slice(0, 5).map((one) => `${one.networkInterfaceId} on ${one.instanceId ?? 'no instance'}`);
    throw new NeedsHumanError({
      code: 'STILL_IN_USE',
      publicText: `Nodes have ${interfaces.length} network interfaces in the new vSwitches already (${list.join(', ')}), so pods may have addresses of them. Replace these nodes and try again, or retry the resize and make the pool smaller afterwards.`,
    });
  }
  const also = await changePoolVSwitches(deps, context, (vSwitches) =>
    atStage(atStage(vSwitches, { cidrBlocks: blocksOf(plan.added), stage: 'leaving' }), {
      cidrBlocks: blocksOf(back),
      stage: undefined,
    }),
  );
  return done({}, { also });
}

/** What left is in no whitelist any more, or deleted: it stays away, and the next resize finishes it. */
function isGone({ operation }: StepContext): boolean {
  return operation.steps.some(({ name, record }) => /^(narrow|drop)-/.test(name) && record.intendedAtMs !== undefined);
}

function blocksOf(vSwitches: readonly { cidrBlock: string }[]): string[] {
  return vSwitches.map(({ cidrBlock }) => cidrBlock);
}

async function putBoth(deps: WorkflowDeps, context: StepContext, vSwitches: PlannedVSwitch[]): Promise<string> {
  const plan = resizePlanOf(context);
  const kubernetes = kubernetesOf(deps, plan.clusterName);
  const marker = markerOfPlan(plan);
  const terway = terwayConfigMap(marker, { name: plan.configMapName, vSwitches, maxPoolSize: plan.maxPoolSize });
  const record = await kubernetes.readConfigMap(namespace, recordConfigMapNameOf(plan.poolName));
  const configMaps: ConfigMapToApply[] = [
    // The record first: what Terway uses can be found again without Redis.
    ...(record ? [{ ...record, namespace, data: { 'record.json': recordWith(record, vSwitches) } }] : []),
    terway,
  ];
  for (const { name, labels, annotations, data } of configMaps) {
    const wanted = { namespace, name, labels, annotations, data };
    await putConfigMap(kubernetes, { wanted, marker, fence: context.fence });
  }
  return terway.data.eni_conf;
}

type PlannedVSwitch = ResizePlan['kept'][number];

const recordSchema = z.looseObject({ pool: z.looseObject({}).default({}) });

function recordWith({ data }: { data: Record<string, string> }, vSwitches: PlannedVSwitch[]): string {
  const record = recordSchema.parse(JSON.parse(data['record.json'] ?? '{}'));
  const zones = vSwitches.map(({ zoneId, cidrBlock, vSwitchId }) => ({ zoneId, cidrBlock, vSwitchId }));
  return canonicalJson({ ...record, pool: { ...record.pool, zones } });
}
