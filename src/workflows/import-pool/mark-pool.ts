import type { Tag } from '../../cloud/cloud.ts';
import { type Actor, actorId } from '../../domain/actor.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { blockOf, prefixOf, usableAddresses } from '../../domain/cidr.ts';
import { recordedPool } from '../../domain/cluster-record.ts';
import { markerLabels, markerTags } from '../../domain/markers.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import { namespaceGuard } from '../../domain/namespace-guard.ts';
import type { Pool } from '../../domain/pool.ts';
import { applyGuard } from '../pool-steps/apply-guard.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace as namespace } from '../pool-steps/terway-config-map.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { ImportFindings } from './check-handmade-pool.ts';
import type { HandmadePool } from './handmade-pool.ts';

/**
 * Gives everything of a pool that was made by hand our marker, keeps it in a record ConfigMap and guards its namespaces.
 * Safe to run again: nothing is made but what is missing. What it intends is in the audit log before.
 */
export async function markPool(
  deps: WorkflowDeps,
  handmade: HandmadePool,
  { vSwitches, by }: Pick<ImportFindings, 'vSwitches'> & { by: Actor },
): Promise<void> {
  const { marker, cluster, configMap, nodePool, request } = handmade;
  const pool = poolOfHandmade(deps, handmade, { vSwitches, by });
  const { clusterId } = cluster;
  const cloud = cloudOf(deps, cluster.name);
  const kubernetes = kubernetesOf(deps, cluster.name);
  await deps.store.commit({
    records: [],
    audit: [
      {
        ...{ what: 'pool.import-begun', subject: pool.id, actor: actorId(by), atMs: pool.createdAtMs },
        details: { pool: pool.name, cluster: cluster.name, configMap: configMap.name, nodePool: nodePool.nodePoolId },
      },
    ],
  });
  const tags = markerTags(marker);
  const fence = async () => undefined;
  await cloud.vpc.tagVSwitches({ vSwitchIds: vSwitches.map(({ vSwitchId }) => vSwitchId), tags });
  const { name, annotations, data, labels } = configMap;
  // Only what is there already is claimed beside its owner.
  const kept = { eni_conf: data.eni_conf ?? '' };
  await kubernetes.applyConfigMap({ namespace, name, annotations, data: kept, labels: withMarker(labels, marker) });
  await putConfigMap(kubernetes, { wanted: recordOf(handmade, pool), marker, fence });
  if (request.namespaces.length > 0) {
    const canaryNamespace = deps.settings.canary?.namespace ?? '';
    await applyGuard(kubernetes, { guard: namespaceGuard({ ...pool, canaryNamespace }), marker, fence });
  }
  await cloud.ack.changeNodePool(
    { clusterId, nodePoolId: nodePool.nodePoolId },
    { labels: withTags(nodePool.labels, tags), tags: withTags(nodePool.tags, tags) },
  );
}

function poolOfHandmade(
  deps: WorkflowDeps,
  { request, marker, cluster, found, nodePool }: HandmadePool,
  { vSwitches, by }: Pick<ImportFindings, 'vSwitches'> & { by: Actor },
): Pool {
  const { expectedPods, namespaces, ownerGroup, configMapName } = request;
  return {
    ...{ id: marker.poolId, name: marker.poolName, state: 'degraded', clusterName: cluster.name, network: 'terway' },
    ...{ clusterId: cluster.clusterId, regionId: cluster.regionId, vpcId: found.vpcId, configMapName },
    ...{ expectedPods, namespaces, ownerGroup, instanceTypes: nodePool.instanceTypes, nodePoolId: nodePool.nodePoolId },
    nodes: { min: nodePool.desiredSize, max: nodePool.desiredSize },
    vSwitches: vSwitches.map((one) => ({
      ...{ ...one, canaryIp: undefined, usableAddresses: usableAddresses(prefixOf(blockOf(one.cidrBlock))) },
    })),
    ...{ namespacesEnforced: undefined, readyAtMs: undefined, reviewAtMs: undefined },
    ...{ requestedBy: by, createdAtMs: deps.clock.now(), operationId: '' },
  };
}

function recordOf({ marker }: HandmadePool, pool: Pool) {
  return {
    ...{ namespace, name: recordConfigMapNameOf(pool.name), labels: markerLabels(marker), annotations: {} },
    data: { 'record.json': canonicalJson({ schemaVersion: 1, pool: recordedPool(pool), grants: [] }) },
  };
}

function withMarker(labels: Record<string, string>, marker: HandmadePool['marker']): Record<string, string> {
  return { ...labels, ...markerLabels(marker) };
}

function withTags(there: readonly Tag[], ours: readonly Tag[]): Tag[] {
  return [...there.filter(({ key }) => !ours.some((one) => one.key === key)), ...ours];
}
