import { canonicalJson } from '../../domain/canonical-json.ts';
import { recordedPool } from '../../domain/cluster-record.ts';
import { markerLabels } from '../../domain/markers.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { ConfigMapToApply } from '../../kubernetes/kubernetes.ts';
import { poolOf } from '../../store/pool-record.ts';
import { deleteConfigMaps } from '../pool-steps/delete-config-maps.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace as namespace, terwayConfigMap } from '../pool-steps/terway-config-map.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { markerOf, planOf, vSwitchesOf } from './target.ts';

/**
 * Writes the ConfigMap that tells Terway which vSwitches the pool's nodes use, and the record ConfigMap that lets the
 * pool be found again without Redis; both are read back. Neither is ever forced over another manager's fields.
 */
export function applyConfigMapStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'config-map',
    title: 'Terway ConfigMap',
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const kubernetes = kubernetesOf(deps, planOf(context).clusterName);
      const terway = wantedConfigMap(context);
      for (const configMap of [terway, await recordConfigMap(deps, context)]) {
        await putConfigMap(kubernetes, { wanted: configMap, marker: markerOf(planOf(context)), fence: context.fence });
      }
      return done({
        configMap: `${namespace}/${planOf(context).configMapName}`,
        eniConf: terway.data.eni_conf,
      });
    },
    undo(context) {
      const plan = planOf(context);
      const { configMapName } = plan;
      const kubernetes = kubernetesOf(deps, plan.clusterName);
      return deleteConfigMaps(kubernetes, context, { marker: markerOf(plan), configMapName });
    },
  };
}

/**
 * Makes sure, right before nodes are added, that the ConfigMap still is as planned: Terway reads it once, when a node
 * starts, and falls back to another network without a word (DESIGN promise 3).
 */
export function ensureConfigMap(deps: WorkflowDeps, context: StepContext): Promise<void> {
  const kubernetes = kubernetesOf(deps, planOf(context).clusterName);
  const wanted = wantedConfigMap(context);
  return putConfigMap(kubernetes, { wanted, marker: markerOf(planOf(context)), fence: context.fence });
}

function wantedConfigMap(context: StepContext): ReturnType<typeof terwayConfigMap> {
  const plan = planOf(context);
  const { configMapName: name, maxPoolSize } = plan;
  return terwayConfigMap(markerOf(plan), { name, vSwitches: vSwitchesOf(context), maxPoolSize });
}

async function recordConfigMap(deps: WorkflowDeps, context: StepContext): Promise<ConfigMapToApply> {
  const plan = planOf(context);
  const { poolId, poolName, nodePoolName } = plan;
  const stored = await deps.store.read(poolId);
  const known = stored && recordedPool(poolOf(stored));
  const pool = { ...known, poolId, poolName, nodePoolName, zones: vSwitchesOf(context) };
  return {
    namespace,
    name: recordConfigMapNameOf(poolName),
    labels: markerLabels(markerOf(plan)),
    annotations: {},
    data: { 'record.json': canonicalJson({ schemaVersion: 1, pool, grants: [] }) },
  };
}
