import { z } from 'zod';
import { markerKeys } from '../../domain/markers.ts';
import type { Pod } from '../../kubernetes/kubernetes.ts';
import { type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { kubernetesOf, type PoolTarget } from './pool-target.ts';
import { configMapNamespace } from './terway-config-map.ts';

const restart = z.object({ conf: z.string(), staleTerwayPods: z.array(z.string()) });

/**
 * Has Terway on the pool's nodes read its configuration again: its pods there are deleted one at a time, the next only
 * when the one that follows is ready. Those that are there at the first look at a configuration are the ones that are
 * too old for it. Answers what to wait for, or how many were replaced.
 */
export async function restartTerway(
  deps: WorkflowDeps,
  context: StepContext,
  target: Pick<PoolTarget, 'clusterName' | 'configMapName' | 'marker'> & { daemonSetName: string },
): Promise<StepOutcome | number> {
  const kubernetes = kubernetesOf(deps, target.clusterName);
  const [configMap, nodes, all] = await Promise.all([
    kubernetes.readConfigMap(configMapNamespace, target.configMapName),
    kubernetes.listNodes(`${markerKeys.pool}=${target.marker.poolId}`),
    kubernetes.listPods({ namespace: 'kube-system', labelSelector: `app=${target.daemonSetName}` }),
  ]);
  const names = new Set(nodes.map(({ name }) => name));
  const pods = all.filter(({ nodeName }) => names.has(nodeName ?? ''));
  const conf = configMap?.data.eni_conf ?? '';
  const noted = restart.safeParse(context.notes).data;
  const isNoted = noted?.conf === conf;
  const old = isNoted ? noted.staleTerwayPods : pods.map(({ uid }) => uid);
  if (!isNoted) await context.note({ conf, staleTerwayPods: old });
  const without = [...names].filter((name) => !pods.some((pod) => pod.nodeName === name && isFit(pod)));
  if (without.length > 0) return waiting(`Terway to be ready on ${without.join(', ')}`, context.startedAtMs);
  const next = pods.find(({ uid }) => old.includes(uid));
  if (!next) return old.length;
  await context.fence();
  await kubernetes.deletePod('kube-system', next.name);
  return waiting(`Terway to start again on ${next.nodeName}`, context.clock.now());
}

function isFit({ ready, deletedAtMs }: Pod): boolean {
  return ready && deletedAtMs === undefined;
}
