import { canonicalJson } from '../../domain/canonical-json.ts';
import { recordedPool } from '../../domain/cluster-record.ts';
import { markerLabels } from '../../domain/markers.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { PoolNetwork } from '../../domain/pool-network.ts';
import type { ConfigMapToApply } from '../../kubernetes/kubernetes.ts';
import { poolOf } from '../../store/pool-record.ts';
import { deleteConfigMaps } from '../pool-steps/delete-config-maps.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace as namespace, terwayConfigMap } from '../pool-steps/terway-config-map.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { markerOf, planOf, selectedPoolOf, vSwitchesOf } from './target.ts';

const titles: Record<PoolNetwork, string> = { terway: 'Terway ConfigMap', flannel: 'Record of the pool' };

/**
 * Writes the ConfigMap that tells Terway, where that is the network, which vSwitches the pool's nodes use, and the record
 * ConfigMap that lets the pool be found again without Redis; each is read back. Neither is ever forced over another
 * manager's fields.
 */
export function applyConfigMapStep(deps: WorkflowDeps, request: { network: PoolNetwork; needs: string[] }): Step {
  return {
    name: 'config-map',
    title: titles[request.network],
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const kubernetes = kubernetesOf(deps, planOf(context).clusterName);
      const terway = wantedConfigMap(context);
      const record = await recordConfigMap(deps, context);
      for (const configMap of terway ? [terway, record] : [record]) {
        await putConfigMap(kubernetes, { wanted: configMap, marker: markerOf(planOf(context)), fence: context.fence });
      }
      if (!terway) return done({ configMap: `${namespace}/${record.name}` });
      return done({ configMap: `${namespace}/${terway.name}`, eniConf: terway.data.eni_conf });
    },
    undo(context) {
      const plan = planOf(context);
      const kubernetes = kubernetesOf(deps, plan.clusterName);
      return deleteConfigMaps(kubernetes, context, { marker: markerOf(plan), pool: selectedPoolOf(plan) });
    },
  };
}

/**
 * Makes sure, right before nodes are added, that the ConfigMap still is as planned: Terway reads it once, when a node
 * starts, and falls back to another network without a word (DESIGN promise 3).
 */
export async function ensureConfigMap(deps: WorkflowDeps, context: StepContext): Promise<void> {
  const kubernetes = kubernetesOf(deps, planOf(context).clusterName);
  const wanted = wantedConfigMap(context);
  if (wanted) await putConfigMap(kubernetes, { wanted, marker: markerOf(planOf(context)), fence: context.fence });
}

/** Undefined where nothing has to be told: the nodes are in the vSwitches themselves. */
function wantedConfigMap(context: StepContext): ReturnType<typeof terwayConfigMap> | undefined {
  const plan = planOf(context);
  if (plan.plugin.network !== 'terway') return undefined;
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
