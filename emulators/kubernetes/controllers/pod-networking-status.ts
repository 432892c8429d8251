import type { Cluster } from '../cluster.ts';
import type { Controller } from '../reconcile-loop.ts';
import { podNetworkings } from '../resources.ts';
import { readGlobalConfig } from '../terway/read-config.ts';
import type { PodNetworking } from '../workload-manifests.ts';

/** Ready only means that the vSwitches exist, not that they have addresses left. */
export const podNetworkingStatus: Controller = { watches: [podNetworkings], reconcile };

function reconcile(cluster: Cluster): void {
  for (const networking of cluster.store.list(podNetworkings)) {
    const status = statusOf(cluster, networking);
    cluster.store.update(podNetworkings, networking.metadata, (draft) => {
      draft.status = { ...draft.status, ...status };
    });
  }
}

function statusOf(cluster: Cluster, networking: PodNetworking): NonNullable<PodNetworking['status']> {
  const vSwitches: { id: string; zone: string }[] = [];
  const own = networking.spec.vSwitchOptions ?? [];
  for (const id of own.length > 0 ? own : globalVSwitches(cluster)) {
    const view = cluster.machines.vSwitch(id);
    if (view === undefined) return { status: 'Fail', message: `ErrorCode: InvalidVSwitchId.NotFound, ${id}` };
    vSwitches.push({ id, zone: view.zoneId });
  }
  return { status: 'Ready', message: '', vSwitches };
}

/** An empty list is filled from the global `eni-config`, never from a node's ConfigMap. */
function globalVSwitches(cluster: Cluster): string[] {
  const config = readGlobalConfig(cluster);
  return typeof config === 'string' ? [] : Object.values(config.vswitches).flat();
}
