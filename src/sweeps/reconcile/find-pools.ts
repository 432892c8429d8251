import type { NodePool, VSwitch } from '../../cloud/cloud.ts';
import { detectNetwork } from '../../domain/detect-network.ts';
import { isKnownError } from '../../domain/errors.ts';
import { markerKeys, readMarker } from '../../domain/markers.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import { namespaceGuardName } from '../../domain/namespace-guard.ts';
import type { PoolNetwork } from '../../domain/pool-network.ts';
import type { ConfigMap, PodPolicy } from '../../kubernetes/kubernetes.ts';
import type { ReconcileCluster, ReconcileDeps } from './reconcile-deps.ts';

/** What carries the marker of one pool of this installation. */
export interface FoundPool {
  poolId: string;
  poolName: string;
  cluster: ReconcileCluster;
  vpcId: string;
  /** Of its cluster; undefined where that is not clear. */
  network: PoolNetwork | undefined;
  /** The record ConfigMap. */
  record: ConfigMap | undefined;
  /** Other ConfigMaps: one, Terway's, where all is well, and none on Flannel. */
  configMaps: ConfigMap[];
  nodePools: NodePool[];
  vSwitches: VSwitch[];
  /** All vSwitches of the VPC by id: the node pool's own are among them. */
  zoneOf: ReadonlyMap<string, string>;
  policy: PodPolicy | undefined;
}

export interface FoundPools {
  pools: FoundPool[];
  /** Clusters that could not be read, and vSwitches of no pool that was found, one sentence each. */
  notes: string[];
}

const namespace = 'kube-system';

/** Looks in every cluster of the configuration and its VPC for what carries this installation's marker. Fresh reads. */
export async function findPools(deps: ReconcileDeps): Promise<FoundPools> {
  const looked = await Promise.all(
    deps.settings.clusters.map(async (cluster) => {
      try {
        return await lookAtCluster(deps, cluster);
      } catch (error) {
        if (!isKnownError(error)) throw error;
        return { cluster, unreadable: error.publicText };
      }
    }),
  );
  const pools = looked.flatMap((one) => ('pools' in one ? one.pools : []));
  const marked = looked.flatMap((one) => ('pools' in one ? one.marked : []));
  const ids = new Set(pools.map(({ poolId }) => poolId));
  const alone = new Map(marked.filter((one) => !ids.has(one.poolId)).map((one) => [one.vSwitchId, one]));
  return {
    pools,
    notes: [
      ...looked.flatMap((one) =>
        'unreadable' in one
          ? [`cluster ${one.cluster.name} cannot be read, so its pools are not looked at: ${one.unreadable}`]
          : [],
      ),
      ...[...alone.values()].map(
        ({ vSwitchId, poolId }) =>
          `vSwitch ${vSwitchId} carries the marker of ${poolId}, of which no cluster that was read has anything else`,
      ),
    ],
  };
}

async function lookAtCluster(deps: ReconcileDeps, cluster: ReconcileCluster) {
  const { installation } = deps.settings;
  const { ack, vpc } = deps.clouds.inRegion(cluster.regionId, cluster.endpoints);
  const kubernetes = deps.clusters.cluster(cluster.name);
  const [found, nodePools, configMaps, addons, daemonSets] = await Promise.all([
    ack.readCluster(cluster.clusterId),
    ack.listNodePools(cluster.clusterId, 'fresh'),
    kubernetes.listConfigMaps(namespace, `${markerKeys.installation}=${installation}`),
    ack.listAddons(cluster.clusterId),
    kubernetes.listDaemonSets(),
  ]);
  const { network } = detectNetwork({ addons, daemonSets, podCidr: found?.containerCidr });
  const vpcId = found?.vpcId ?? '';
  const vSwitches = found ? await vpc.listVSwitches(vpcId, 'fresh') : [];
  const ours = {
    configMaps: configMaps.map((one) => ({ one, marker: readMarker(one.labels, installation) })),
    nodePools: nodePools.map((one) => ({ one, marker: readMarker(one.tags, installation) })),
    vSwitches: vSwitches.map((one) => ({ one, marker: readMarker(one.tags, installation) })),
  };
  const names = new Map(
    [...ours.nodePools, ...ours.configMaps].flatMap(({ marker }) => (marker ? [[marker.poolId, marker.poolName]] : [])),
  );
  const zoneOf = new Map(vSwitches.map(({ vSwitchId, zoneId }) => [vSwitchId, zoneId]));
  const pools = await Promise.all(
    [...names].map(async ([poolId = '', poolName = '']): Promise<FoundPool> => {
      const maps = ofPool(ours.configMaps, poolId);
      const recordName = recordConfigMapNameOf(poolName);
      return {
        ...{ poolId, poolName, cluster, vpcId, network, zoneOf },
        record: maps.find(({ name }) => name === recordName),
        configMaps: maps.filter(({ name }) => name !== recordName),
        nodePools: ofPool(ours.nodePools, poolId),
        vSwitches: ofPool(ours.vSwitches, poolId),
        policy: await kubernetes.readPodPolicy(namespaceGuardName(poolName)),
      };
    }),
  );
  const marked = ours.vSwitches.flatMap(({ one, marker }) =>
    marker ? [{ vSwitchId: one.vSwitchId, poolId: marker.poolId }] : [],
  );
  return { pools, marked };
}

function ofPool<One>(all: readonly { one: One; marker: { poolId: string } | undefined }[], poolId: string): One[] {
  return all.filter(({ marker }) => marker?.poolId === poolId).map(({ one }) => one);
}
